package dev.gannet.client.service;

import dev.gannet.api.Endpoint;
import dev.gannet.api.Service;
import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.CallShape;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.MethodCall;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Subjects;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The methods with {@link Endpoint}: those of one class with {@link Service} are one service. */
public final class ServiceObservers implements ObserverKind {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern VERSION =
            Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    @Override
    public Class<? extends Annotation> annotation() {
        return Endpoint.class;
    }

    @Override
    public List<Observer> check(List<BeanMethod> methods, Checks checks) {
        Map<Class<?>, List<BeanMethod>> classes = new LinkedHashMap<>();
        methods.forEach(method -> classes.computeIfAbsent(method.beanClass(), each -> new ArrayList<>())
                .add(method));
        List<Observer> observers = new ArrayList<>();
        for (List<BeanMethod> ofOne : classes.values()) {
            ServiceObserver observer = service(ofOne, checks);
            if (observer != null) {
                observers.add(observer);
            }
        }
        return observers;
    }

    private static @Nullable ServiceObserver service(List<BeanMethod> methods, Checks checks) {
        BeanMethod first = methods.get(0);
        Service said = first.beanClass().getAnnotation(Service.class);
        if (said == null) {
            methods.forEach(method -> checks.problem(
                    method, "has @Endpoint, but its class has no @Service (expected: @Service on the bean's class)"));
            return null;
        }
        String name = checks.resolve(first, said.name());
        String version = checks.resolve(first, said.version());
        String description = checks.resolve(first, said.description());
        List<CheckedEndpoint> endpoints = endpoints(methods, checks);
        if (name == null || version == null || description == null) {
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            checks.problem(first, "@Service: name \"" + name + "\" (expected: letters, digits, - and _, at least one)");
        }
        if (!VERSION.matcher(version).matches()) {
            checks.problem(first, "@Service: version \"" + version + "\" (expected: one such as 1.0.0)");
        }
        return new ServiceObserver(name, version, description, endpoints);
    }

    private static List<CheckedEndpoint> endpoints(List<BeanMethod> methods, Checks checks) {
        List<CheckedEndpoint> endpoints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (BeanMethod method : methods) {
            if (!names.add(method.method().getName())) {
                checks.problem(method, "is a second endpoint of its name (expected: another name)");
            }
            CheckedEndpoint endpoint = endpoint(method, checks);
            if (endpoint != null) {
                endpoints.add(endpoint);
            }
        }
        return endpoints;
    }

    private static @Nullable CheckedEndpoint endpoint(BeanMethod method, Checks checks) {
        Endpoint said = method.annotation(Endpoint.class);
        String group = checks.resolve(method, said.group());
        String own = checks.resolve(method, said.subject());
        String queue = checks.resolve(method, said.queue());
        if (group == null || own == null || queue == null) {
            return null;
        }
        String name = method.method().getName();
        String subject = (group.isEmpty() ? "" : group + ".") + (own.isEmpty() ? name : own);
        if (!Subjects.isValid(subject)) {
            checks.problem(
                    method,
                    "@Endpoint: \"" + subject + "\" is not a subject (expected: tokens between dots, as in"
                            + " prices.get)");
            return null;
        }
        if (queue.isEmpty() || !Subjects.isQueue(queue)) {
            checks.problem(method, "@Endpoint: queue \"" + queue + "\" (expected: a name without white space)");
        }
        if (said.concurrency() < 1) {
            checks.problem(method, "@Endpoint: concurrency is " + said.concurrency() + " (expected: 1 or more)");
        }
        MethodCall call = MethodCall.of(method, CallShape.of(subject), checks);
        return call == null ? null : new CheckedEndpoint(name, subject, queue, said.concurrency(), call);
    }
}

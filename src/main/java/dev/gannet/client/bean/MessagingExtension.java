package dev.gannet.client.bean;

import dev.gannet.client.bucket.ChangeMethods;
import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.Expressions;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Payloads;
import dev.gannet.client.service.ServiceObservers;
import dev.gannet.client.stream.StreamMethods;
import dev.gannet.client.subject.SubjectObservers;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Finds the methods of beans that messages call, and checks them when the application is deployed. {@link Lifecycle}
 * starts what has been found.
 *
 * <p><b>Owner:</b> the thread that deploys.
 */
public class MessagingExtension implements Extension {
    private static final Set<String> SESSIONS =
            Set.of("SessionScoped", "ConversationScoped", "ViewScoped", "FlowScoped");

    private final List<ObserverKind> kinds;
    private final Map<ObserverKind, List<BeanMethod>> methods = new LinkedHashMap<>();
    private final Map<BeanMethod, String> misplaced = new LinkedHashMap<>();
    private final List<Observer> observers = new ArrayList<>();

    public MessagingExtension() {
        this(List.of(new SubjectObservers(), new ServiceObservers(), new StreamMethods(), new ChangeMethods()));
    }

    MessagingExtension(List<ObserverKind> kinds) {
        this.kinds = List.copyOf(kinds);
        kinds.forEach(kind -> methods.put(kind, new ArrayList<>()));
    }

    <T> void collect(@Observes ProcessManagedBean<T> event, BeanManager beans) {
        AnnotatedType<T> type = event.getAnnotatedBeanClass();
        for (AnnotatedMethod<? super T> method : type.getMethods()) {
            if (isOverridden(type.getJavaClass(), method.getJavaMember())) {
                continue; // As with observers of events: what overrides it says itself what it is.
            }
            for (ObserverKind kind : kinds) {
                if (method.isAnnotationPresent(kind.annotation())) {
                    add(kind, event.getBean(), method, beans);
                }
            }
        }
    }

    private static boolean isOverridden(Class<?> beanClass, Method method) {
        for (Class<?> type = beanClass;
                type != null && type != method.getDeclaringClass();
                type = type.getSuperclass()) {
            boolean overrides = Arrays.stream(type.getDeclaredMethods())
                    .anyMatch(other -> other.getName().equals(method.getName())
                            && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
            if (overrides && !Modifier.isPrivate(method.getModifiers())) {
                return true;
            }
        }
        return false;
    }

    private void add(ObserverKind kind, Bean<?> bean, AnnotatedMethod<?> method, BeanManager beans) {
        Type view = ContextualTarget.view(bean).orElse(null);
        BeanMethod.Target target = new ContextualTarget(bean, view == null ? Object.class : view, beans);
        BeanMethod found = new BeanMethod(bean.getBeanClass(), method.getJavaMember(), target);
        if (view == null) {
            misplaced.put(
                    found,
                    "is of an enterprise bean that has interfaces only (expected: @LocalBean beside them, or none)");
        } else if (SESSIONS.contains(bean.getScope().getSimpleName())) {
            misplaced.put(
                    found,
                    "is of a bean whose scope needs a session (expected: @ApplicationScoped, @RequestScoped,"
                            + " @Dependent or another that is active without one)");
        } else {
            methods.getOrDefault(kind, List.of()).add(found);
        }
    }

    void check(@Observes AfterDeploymentValidation event) {
        Config config = ConfigProvider.getConfig();
        Expressions expressions = new Expressions(key -> config.getOptionalValue(key, String.class));
        Checks checks = new Checks(expressions, new Payloads());
        misplaced.forEach(checks::problem);
        methods.forEach((kind, found) -> {
            if (!found.isEmpty()) {
                observers.addAll(kind.check(found, checks));
            }
        });
        checks.problems().forEach(problem -> event.addDeploymentProblem(new DeploymentException(problem)));
    }

    /** Returns what is to be started with the application. */
    List<Observer> observers() {
        return List.copyOf(observers);
    }
}

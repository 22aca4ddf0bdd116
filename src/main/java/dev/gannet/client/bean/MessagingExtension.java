package dev.gannet.client.bean;

import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.Expressions;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Payloads;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Finds the methods of beans that messages call, and checks them when the application is deployed. {@link Lifecycle}
 * starts what has been found.
 *
 * <p><b>Owner:</b> the thread that deploys.
 */
public class MessagingExtension implements Extension {
    private final List<ObserverKind> kinds;
    private final Map<ObserverKind, List<BeanMethod>> methods = new LinkedHashMap<>();
    private final List<Observer> observers = new ArrayList<>();

    public MessagingExtension() {
        this(List.of(new SubjectObservers()));
    }

    MessagingExtension(List<ObserverKind> kinds) {
        this.kinds = List.copyOf(kinds);
        kinds.forEach(kind -> methods.put(kind, new ArrayList<>()));
    }

    <T> void collect(@Observes ProcessManagedBean<T> event, BeanManager beans) {
        AnnotatedType<T> type = event.getAnnotatedBeanClass();
        for (AnnotatedMethod<? super T> method : type.getMethods()) {
            for (ObserverKind kind : kinds) {
                if (method.isAnnotationPresent(kind.annotation())) {
                    methods.getOrDefault(kind, List.of()).add(method(event.getBean(), method, beans));
                }
            }
        }
    }

    private static BeanMethod method(Bean<?> bean, AnnotatedMethod<?> method, BeanManager beans) {
        return new BeanMethod(bean.getBeanClass(), method.getJavaMember(), new ContextualTarget(bean, beans));
    }

    void check(@Observes AfterDeploymentValidation event) {
        Config config = ConfigProvider.getConfig();
        Expressions expressions = new Expressions(key -> config.getOptionalValue(key, String.class));
        Checks checks = new Checks(expressions, new Payloads());
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

package dev.gannet.ee;

import dev.gannet.engine.EngineParts;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Singleton;

/**
 * Makes beans of the engine's parts: exactly of those that are in its list. Their scope, {@link Singleton}, is no
 * bean-defining annotation, and makes no client proxies.
 */
public final class EngineExtension implements Extension {
    /** Payara takes the scope for a bean-defining annotation all the same: what it finds by itself would be there twice. */
    <T> void vetoFound(@Observes @WithAnnotations(Singleton.class) ProcessAnnotatedType<T> found) {
        if (EngineParts.types().contains(found.getAnnotatedType().getJavaClass())) {
            found.veto();
        }
    }

    void addParts(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        for (Class<?> part : EngineParts.types()) {
            add(part, discovery, beans);
        }
    }

    private static <T> void add(Class<T> part, AfterBeanDiscovery discovery, BeanManager beans) {
        AnnotatedType<T> type = beans.createAnnotatedType(part);
        discovery.addBean(
                beans.createBean(beans.createBeanAttributes(type), part, beans.getInjectionTargetFactory(type)));
    }
}

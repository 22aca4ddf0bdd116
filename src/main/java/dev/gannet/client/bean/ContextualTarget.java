package dev.gannet.client.bean;

import dev.gannet.client.call.BeanMethod;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods on a bean's contextual reference, within a request scope. An instance of a bean without a scope is made
 * for each call. Any thread.
 *
 * @param view the bean's type that has its methods
 */
record ContextualTarget(Bean<?> bean, Type view, BeanManager beans) implements BeanMethod.Target {

    /** Returns the type under which a bean's own methods can be called; empty where only interfaces of it can be. */
    static Optional<Type> view(Bean<?> bean) {
        Class<?> own = bean.getBeanClass();
        return bean.getTypes().stream()
                .filter(type ->
                        type == own || (type instanceof ParameterizedType generic && generic.getRawType() == own))
                .findFirst();
    }

    @Override
    public @Nullable Object call(Method method, Object[] arguments) throws Exception {
        RequestContextController requests =
                beans.createInstance().select(RequestContextController.class).get();
        boolean activated = requests.activate();
        CreationalContext<?> context = beans.createCreationalContext(bean);
        try {
            return invoke(method, beans.getReference(bean, view, context), arguments);
        } finally {
            if (bean.getScope() == Dependent.class) {
                context.release();
            }
            if (activated) {
                requests.deactivate();
            }
        }
    }

    private static @Nullable Object invoke(Method method, Object reference, Object[] arguments) throws Exception {
        try {
            method.setAccessible(true); // Neither the class nor the method need be public.
            return method.invoke(reference, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}

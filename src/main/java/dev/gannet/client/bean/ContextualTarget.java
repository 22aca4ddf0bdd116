package dev.gannet.client.bean;

import dev.gannet.client.call.BeanMethod;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods on a bean's contextual reference, within a request scope. An instance of a bean without a scope is made
 * for each call. Any thread.
 */
record ContextualTarget(Bean<?> bean, BeanManager beans) implements BeanMethod.Target {
    @Override
    public @Nullable Object call(Method method, Object[] arguments) throws Exception {
        RequestContextController requests =
                beans.createInstance().select(RequestContextController.class).get();
        boolean activated = requests.activate();
        CreationalContext<?> context = beans.createCreationalContext(bean);
        try {
            Object reference = beans.getReference(bean, bean.getBeanClass(), context);
            return invoke(method, reference, arguments);
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

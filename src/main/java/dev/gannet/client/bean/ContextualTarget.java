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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods on a bean's contextual reference, within a request scope. An instance of a bean without a scope is made
 * for each call. Any thread.
 */
final class ContextualTarget implements BeanMethod.Target {
    private final Bean<?> bean;
    private final Type view;
    private final BeanManager beans;
    private final boolean hasScope;
    private final Queue<RequestContextController> spare = new ConcurrentLinkedQueue<>(); // As many as calls at a time.
    private volatile @Nullable Object proxy; // Of a bean with a scope: the same for all calls.

    /** Calls methods of {@code bean}; {@code view} is that of its types which has them. */
    ContextualTarget(Bean<?> bean, Type view, BeanManager beans) {
        this.bean = bean;
        this.view = view;
        this.beans = beans;
        this.hasScope = beans.isNormalScope(bean.getScope());
    }

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
        RequestContextController requests = controller();
        boolean activated = requests.activate();
        try {
            return hasScope ? invoke(method, proxy(), arguments) : callUnscoped(method, arguments);
        } finally {
            if (activated) {
                requests.deactivate();
            }
            spare.add(requests);
        }
    }

    /** To find one takes longer than most calls. */
    private RequestContextController controller() {
        RequestContextController found = spare.poll();
        return found == null
                ? beans.createInstance().select(RequestContextController.class).get()
                : found;
    }

    private Object proxy() {
        Object found = proxy;
        if (found == null) {
            found = beans.getReference(bean, view, beans.createCreationalContext(bean));
            proxy = found;
        }
        return found;
    }

    private @Nullable Object callUnscoped(Method method, Object[] arguments) throws Exception {
        CreationalContext<?> context = beans.createCreationalContext(bean);
        try {
            return invoke(method, beans.getReference(bean, view, context), arguments);
        } finally {
            if (bean.getScope() == Dependent.class) {
                context.release();
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

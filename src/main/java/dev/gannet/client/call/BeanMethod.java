package dev.gannet.client.call;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A method of a bean that messages call.
 *
 * @param beanClass the class that the bean was found as: the method may be that of a superclass
 */
public record BeanMethod(Class<?> beanClass, Method method, Target target) {
    /** How the method is called: on the bean's contextual reference, so that its interceptors take part. */
    @FunctionalInterface
    public interface Target {
        /**
         * Calls within a request scope of its own.
         *
         * @throws Exception whatever the method threw
         */
        @Nullable
        Object call(Method method, Object[] arguments) throws Exception;
    }

    /** Returns the annotation that was collected, which is there. */
    public <A extends Annotation> A annotation(Class<A> type) {
        A annotation = method.getAnnotation(type);
        if (annotation == null) {
            throw new IllegalStateException(this + " has no " + type);
        }
        return annotation;
    }

    /** As an error of a deployment names it: {@code shop.Orders.order(String, Order)}. */
    @Override
    public String toString() {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return beanClass.getName() + "." + method.getName() + "(" + parameters + ")";
    }
}

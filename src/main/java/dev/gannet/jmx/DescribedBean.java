package dev.gannet.jmx;

import java.lang.reflect.Method;
import java.util.Arrays;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.StandardEmitterMBean;
import org.jspecify.annotations.Nullable;

/** A bean that says of itself what its interface's {@link Description}s say. Any thread. */
final class DescribedBean extends StandardEmitterMBean {
    private final Class<?> described;

    private <T> DescribedBean(T bean, Class<T> type, NotificationBroadcasterSupport emitter) {
        super(bean, type, true, emitter);
        this.described = type;
    }

    /** Makes a bean that tells nothing by itself. */
    static <T> DescribedBean of(T bean, Class<T> type) {
        return new DescribedBean(bean, type, new NotificationBroadcasterSupport());
    }

    /** Makes one that tells what {@code emitter} sends. */
    static <T> DescribedBean of(T bean, Class<T> type, NotificationBroadcasterSupport emitter) {
        return new DescribedBean(bean, type, emitter);
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return text(described.getAnnotation(Description.class), info.getDescription());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo attribute) {
        return text(attribute, (attribute.isIs() ? "is" : "get") + attribute.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation) {
        return text(operation, operation.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return text(ofParameter(operation, sequence), parameter.getDescription());
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        Description description = ofParameter(operation, sequence);
        return description == null ? parameter.getName() : description.name();
    }

    /** What is run has an effect; what lists has none. */
    @Override
    protected int getImpact(MBeanOperationInfo operation) {
        return operation.getReturnType().startsWith("[") || operation.getName().startsWith("find")
                ? MBeanOperationInfo.INFO
                : MBeanOperationInfo.ACTION;
    }

    private String text(MBeanFeatureInfo feature, String method) {
        Method found = method(method);
        return text(found == null ? null : found.getAnnotation(Description.class), feature.getDescription());
    }

    private static String text(@Nullable Description description, String otherwise) {
        return description == null ? otherwise : description.value();
    }

    private @Nullable Description ofParameter(MBeanOperationInfo operation, int sequence) {
        Method found = method(operation.getName());
        return found == null ? null : found.getParameters()[sequence].getAnnotation(Description.class);
    }

    /** No two operations of a bean have the same name. */
    private @Nullable Method method(String name) {
        return Arrays.stream(described.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}

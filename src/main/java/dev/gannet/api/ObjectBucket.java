package dev.gannet.api;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which object store is injected, as jnats's {@code io.nats.client.ObjectStore}. It is looked for when it is first used,
 * as a {@link Bucket} is.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface ObjectBucket {
    /** Its name, which may be configured: <code>${key}</code> or <code>${key:default}</code>. */
    String value();

    /** Whether it is made when there is none. The rest counts for what is made alone. */
    boolean create() default false;

    /** How long objects are kept; 0 for ever. */
    long ttlMillis() default 0;

    /** Whether it is kept in memory alone. */
    boolean inMemory() default false;

    int replicas() default 1;
}

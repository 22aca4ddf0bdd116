package dev.gannet.api;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which key-value bucket is injected, as jnats's {@code io.nats.client.KeyValue}.
 *
 * <pre>{@code
 * @Inject @Bucket("config") KeyValue config;
 * }</pre>
 *
 * <p>The bucket is looked for when it is first used. One that is not there is a {@link MessagingException} then, and
 * again until it is; with {@link #create} it is made. What there is already is never changed.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Bucket {
    /** Its name, which may be configured: <code>${key}</code> or <code>${key:default}</code>. */
    String value();

    /** Whether it is made when there is none. The rest counts for what is made alone. */
    boolean create() default false;

    /** How many revisions of a key are kept. */
    int history() default 1;

    /** How long values are kept; 0 for ever. */
    long ttlMillis() default 0;

    /** Whether it is kept in memory alone. */
    boolean inMemory() default false;

    int replicas() default 1;

    /** {@code latest} or {@code history} for a Gannet that shows it in SQL; empty for none. */
    String sql() default "";
}

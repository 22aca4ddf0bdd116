package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a method of a bean called for each change of a key in a bucket, one at a time, in their order.
 *
 * <pre>{@code
 * @OnChange(bucket = "config", key = "limits.*")
 * void limit(@Token String name, long value) { ... }
 * }</pre>
 *
 * <p>Its payload is the value; the wildcards of {@link #key} are its {@link Token}s; a {@link Message} has the key as
 * its subject; jnats's {@code KeyValueEntry} says everything. A method that fails is logged, and called for the next
 * change. Changes that were made while the server was away come when it is back: of each key at least the last.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnChange {
    String bucket();

    /** Which keys; may have wildcards. */
    String key() default ">";

    /** Whether it is called for the values that the bucket has when it begins. */
    boolean initial() default false;

    /** Whether it is called for keys that are deleted or purged: the value is empty then. */
    boolean deletes() default false;
}

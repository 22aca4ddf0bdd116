package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that is a header of the message: a {@code String} is its first value, which must be there, an
 * {@code Optional<String>} its first value or nothing, a {@code List<String>} all its values.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Header {
    /** The name as it was sent: names differ by case. */
    String value();
}

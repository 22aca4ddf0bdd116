package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link Service} that answers requests. Its parameters and its result are those of {@link OnSubject}; it
 * is named after the method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Endpoint {
    /** May have wildcards; empty for the name of the method. May have expressions. */
    String subject() default "";

    /** What stands before the subject, with a dot between; empty for nothing. May have expressions. */
    String group() default "";

    /** Of all instances with the same queue, one gets each request. May have expressions. */
    String queue() default "q";

    /** How many calls may run at a time; a stage that was returned runs until it ends. */
    int concurrency() default 1;
}

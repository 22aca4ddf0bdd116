package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that is called for each message to a subject.
 *
 * <pre>{@code
 * @OnSubject("orders.new")
 * void order(Order order) { ... }
 *
 * @OnSubject(value = "prices.*", queue = "pricing")
 * Price price(@Token(1) String item) { ... }
 * }</pre>
 *
 * <p>At most one parameter is the payload: a {@code String}, a {@code byte[]}, or what JSON-B makes of it. Others are a
 * {@link Message}, a {@link Header} or a {@link Token}. What the method returns is the answer where one is expected: a
 * {@code String}, a {@code byte[]}, an object that JSON-B writes, or a {@code CompletionStage} of one; {@code void}
 * answers nothing. A failure is answered too, with the headers {@code Nats-Service-Error} and
 * {@code Nats-Service-Error-Code}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnSubject {
    /** May have wildcards, and <code>${key}</code> or <code>${key:default}</code> for what is configured. */
    String value();

    /** Of all subscriptions with the same one, one gets each message; empty for every message. May have expressions too. */
    String queue() default "";

    /** How many calls may run at a time; a stage that was returned runs until it ends. */
    int concurrency() default 1;
}

package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bean whose methods with {@link Endpoint} are one service: it can be found, asked how it is and counted, with
 * {@code nats micro} and every other client.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @Service(name = "prices", version = "1.0.0", description = "what things cost")
 * public class Prices {
 *     @Endpoint(subject = "prices.get")
 *     Price get(String item) { ... }
 * }
 * }</pre>
 *
 * <p>Each text may have <code>${key}</code> or <code>${key:default}</code> for what is configured.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Service {
    /** Letters, digits, {@code -} and {@code _}. */
    String name();

    /** As of semantic versioning, such as {@code 1.0.0}. */
    String version();

    String description() default "";
}

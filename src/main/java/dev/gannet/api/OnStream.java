package dev.gannet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a method of a bean called for each message of a stream, through a durable consumer. When the method returns, or
 * the stage that it returns ends, the message is acknowledged; when it fails, the message comes again later. While it
 * runs the server is told so, however long it takes.
 *
 * <pre>{@code
 * @OnStream(stream = "ORDERS", consumer = "billing", create = true, deadLetter = "dead.orders")
 * void bill(Order order) { ... }
 * }</pre>
 *
 * <p>A message may come more than once: after a crash, or where its acknowledgement was lost.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnStream {
    String stream();

    /** The consumer's durable name: who has the same one shares its messages. */
    String consumer();

    /** Of the stream's subjects, those that the method wants; may have wildcards. None: all. */
    String[] subjects() default {};

    /** Whether the consumer is made when the stream has none of this name. */
    boolean create() default false;

    /** Whether a consumer that is configured otherwise is changed to what stands here; else it is used as it is. */
    boolean update() default false;

    /** Whether a consumer that is made begins with messages to come, not with those that the stream has. */
    boolean onlyNew() default false;

    /** How long the server waits, for a consumer that is made or updated; 0 for the server's own, 30 s. */
    long ackWaitMillis() default 0;

    /** How many messages the method is called for at the same time. With one, they come in the stream's order. */
    int concurrency() default 1;

    /** How often the method is tried with a message before it is a dead letter; 0 for no bound. */
    int maxDeliveries() default 5;

    /** When a message comes again that the method failed with: after the first failure, the second ...; the last stays. */
    long[] backoffMillis() default {1_000, 5_000, 30_000, 60_000};

    /**
     * Where a message is published that the method cannot do: one that failed {@link #maxDeliveries} times, that cannot
     * be read, or whose failure is one of {@link #hopeless}. A stream has to keep this subject. Empty: it is logged and
     * dropped.
     */
    String deadLetter() default "";

    /** Exceptions after which a message is a dead letter at once. */
    Class<? extends Throwable>[] hopeless() default {};
}

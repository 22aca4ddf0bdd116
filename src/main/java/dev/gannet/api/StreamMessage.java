package dev.gannet.api;

import java.time.Instant;

/** A message of a stream, as a consumer has it. It is acknowledged by its method's end: nobody waits for an answer. */
public interface StreamMessage extends Message {
    String stream();

    String consumer();

    /** Its number in the stream. */
    long sequence();

    /** How often it has come, with this time. */
    long deliveries();

    /** When the stream took it. */
    Instant time();
}

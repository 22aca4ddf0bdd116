package dev.gannet.jmx;

/** A consumer among those of a stream, as JMX shows it. */
public interface ConsumerFigures {
    String getName();

    /** How many messages were not sent yet. */
    long getPending();

    /** How many messages are sent and not done. */
    long getAckPending();

    /** How many of those were sent more than once. */
    long getRedelivered();

    /** How many requests wait for messages. */
    long getWaiting();

    /** The stream's sequence of what was sent last. */
    long getDeliveredSequence();

    /** The stream's sequence up to which everything is done. */
    long getAckFloorSequence();
}

package dev.gannet.jetstream.delivery;

/**
 * Who wants the messages of a consumer.
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Units:</b> times are nanoseconds of the loop's clock; {@link Long#MAX_VALUE} is never.
 */
interface Demand {
    /** Returns whether somebody may want a message now. */
    boolean isThere();

    /** Finds somebody for the message that is to be sent next, and begins to send it; returns false if there is nobody. */
    boolean offer(Parcel parcel);

    /**
     * What is to be sent.
     *
     * @param size of the message with its subjects
     * @param replyLength how long the subject for acknowledgements is
     */
    record Parcel(long size, int replyLength, long nowNanos) {}

    /** Returns headers that the message has besides its own, as lines with their ends. */
    byte[] headers();

    /** The message was sent. */
    void sent(Parcel parcel);

    /** There is nothing to be sent now. */
    void atEnd(long nowNanos);

    /** Returns when there is something to do. */
    long dueNanos();

    /** Does what is due. */
    void due(long nowNanos);

    /** Returns whether somebody is there who will want messages. */
    boolean isUsed(long nowNanos);

    /** Returns how many requests wait for messages. */
    int waiting(long nowNanos);

    /** Returns whether somebody takes what is sent by itself. */
    boolean isBound();

    /** Somebody else takes its place. */
    void release();

    /** Tells whoever waits that nothing will come any more. */
    void end(String status);
}

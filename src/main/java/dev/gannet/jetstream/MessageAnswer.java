package dev.gannet.jetstream;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.store.segment.StoredMessage;

/**
 * Is told of the messages that were asked for, one after the other, and then once that this was all, or that it could not
 * be done: on the stream loop, which it must not hold up, or on a reader thread where a message is long.
 */
public interface MessageAnswer {
    /**
     * A message.
     *
     * @param pending how many more match, of which some may not be sent
     */
    void message(StoredMessage message, long pending);

    /** There are no more. */
    void done(End end);

    void failed(ApiError error);

    /**
     * How it ended.
     *
     * @param messages how many were found
     * @param pending how many more match
     * @param lastSeq the sequence of the last that was found, zero if none was
     * @param upToSeq up to which sequence was looked
     */
    record End(int messages, long pending, long lastSeq, long upToSeq) {}
}

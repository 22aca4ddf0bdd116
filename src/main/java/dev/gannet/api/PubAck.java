package dev.gannet.api;

import org.jspecify.annotations.Nullable;

/**
 * What a stream says of a message that it keeps.
 *
 * @param sequence the message's number in the stream
 * @param duplicate whether the stream had a message with this id already: that one's sequence is told
 * @param domain the JetStream domain of the stream; null where there is none
 */
public record PubAck(
        String stream,
        long sequence,
        boolean duplicate,
        @Nullable String domain) {}

package dev.gannet.jetstream.stream;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What came of a message: the answer to its publisher, and what is published again. It is acted on only where the message
 * is new; what a replay makes is thrown away.
 *
 * <p><b>Owner:</b> who applies entries; it is filled anew for each.
 */
public final class Outcome {
    private static final byte[] NONE = {};

    private @Nullable Stream stream;
    private byte[] answer = NONE;
    private @Nullable Republication republication;
    private @Nullable RuntimeException failure;

    /** A message that is published again. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    public record Republication(byte[] subject, byte[] headers, byte[] payload) {}

    void clear() {
        stream = null;
        answer = NONE;
        republication = null;
        failure = null;
    }

    void stored(Stream target, byte[] ack) {
        stream = target;
        answer = ack;
    }

    void refused(Stream target, ApiError error) {
        stream = target;
        answer = target.acks().refused(error);
    }

    void failed(Stream target, RuntimeException cause) {
        refused(target, ErrorCode.STREAM_STORE_FAILED.error("internal error: " + cause));
        failure = cause;
    }

    /** Returns what went wrong that must not, or null. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    void republish(@Nullable Republication again) {
        republication = again;
    }

    /** Returns the stream, or null if there was none for the message. */
    public @Nullable Stream stream() {
        return stream;
    }

    /** Returns what its publisher is told, if that wants an answer; empty for nothing. */
    public byte[] answer() {
        return answer;
    }

    public @Nullable Republication republication() {
        return republication;
    }
}

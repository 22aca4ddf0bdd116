package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.tracing.MessageTrace;
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
    private @Nullable ApiError refusal;
    private String problem = "";
    private byte[] subject = NONE;
    private boolean isUnwanted;
    private @Nullable Republication republication;
    private @Nullable RuntimeException failure;

    /** A message that is published again. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    public record Republication(byte[] subject, byte[] headers, byte[] payload) {}

    void clear() {
        stream = null;
        answer = NONE;
        refusal = null;
        problem = "";
        subject = NONE;
        isUnwanted = false;
        republication = null;
        failure = null;
    }

    void stored(Stream target, byte[] ack) {
        stream = target;
        answer = ack;
    }

    void duplicate(Stream target, long known) {
        stored(target, target.acks().duplicate(known));
        problem = "msgid is duplicate";
    }

    /**
     * The message is not stored.
     *
     * @param told what a trace says of it, or empty for what the error says
     */
    void refused(Stream target, ApiError error, String told) {
        stream = target;
        answer = target.acks().refused(error);
        refusal = error;
        problem = told;
    }

    void failed(Stream target, RuntimeException cause) {
        refused(target, ErrorCode.STREAM_STORE_FAILED.error("internal error: " + cause), "");
        failure = cause;
    }

    /** Nothing but too little room can be in the way of the message now, unless nobody wants it. */
    void passed(Stream target, byte[] newSubject, boolean unwanted) {
        stream = target;
        subject = newSubject;
        isUnwanted = unwanted;
    }

    /** Returns whether nobody waits for the message, in a stream that keeps only what somebody waits for. */
    boolean isUnwanted() {
        return isUnwanted;
    }

    /** Returns what a trace says of the message (CP-236). */
    public MessageTrace.InStream fate() {
        if (stream == null) {
            return new MessageTrace.InStream("", false, "stream closed");
        }
        String error = refusal != null && problem.isEmpty() ? traced(refusal) : problem;
        return new MessageTrace.InStream(new String(subject, ISO_8859_1), isUnwanted, error);
    }

    /** Returns an error in the words of a trace, which are not those of the answer. */
    public static String traced(ApiError error) {
        if (ErrorCode.MESSAGE_TTL_DISABLED.is(error)) {
            return "message TTL disabled";
        }
        if (ErrorCode.STREAM_MESSAGE_EXCEEDS_MAXIMUM.is(error) || ErrorCode.STREAM_HEADER_EXCEEDS_MAXIMUM.is(error)) {
            return "maximum payload exceeded";
        }
        boolean isPlain = ErrorCode.STREAM_STORE_FAILED.is(error)
                || ErrorCode.STREAM_ROLLUP_FAILED.is(error)
                || ErrorCode.STREAM_NOT_MATCH.is(error);
        return isPlain ? error.description() : error.description() + " (" + error.errCode() + ")";
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

package dev.gannet.protocol;

import dev.gannet.base.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * One {@code PUB} or {@code HPUB} as it lies in a buffer. The parser fills the same object for every message; it is
 * valid during one call.
 *
 * <p>From {@code tail} to {@code end} stand the reply, if any, the sizes, and headers and payload with their line ends:
 * byte for byte what a {@code MSG} or {@code HMSG} has behind its sid.
 *
 * <p><b>Owner:</b> the parser's event loop.
 */
public final class PublishFrame {
    /** The value of {@link #headerLength} for a message without headers. */
    public static final int NO_HEADERS = -1;

    /** Where the bytes are; set for each read by the parser. */
    Chunk chunk;

    /** Whose input it is; set for each read by the parser. */
    @Nullable
    ClientHandler publisher;

    int subjectStart;
    int subjectLength;
    int tail;
    int replyLength;
    int headerLength;
    int size;
    int end;

    PublishFrame(Chunk chunk) {
        this.chunk = chunk;
    }

    public Chunk chunk() {
        return chunk;
    }

    /** Returns who published it, or null for a message of the server's own. */
    public @Nullable ClientHandler publisher() {
        return publisher;
    }

    public int subjectStart() {
        return subjectStart;
    }

    public int subjectLength() {
        return subjectLength;
    }

    /** Returns where the part begins that a delivery repeats; the reply stands there if there is one. */
    public int tail() {
        return tail;
    }

    /** Returns the index behind the last byte of the message. */
    public int end() {
        return end;
    }

    /** Returns the length of the reply, zero for none. */
    public int replyLength() {
        return replyLength;
    }

    public boolean hasHeaders() {
        return headerLength != NO_HEADERS;
    }

    /** Returns the bytes of the header block, or {@link #NO_HEADERS}. */
    public int headerLength() {
        return headerLength;
    }

    /** Returns the bytes of headers and payload. */
    public int size() {
        return size;
    }

    /** Returns where headers and payload begin. */
    public int bodyStart() {
        return end - size - 2;
    }
}

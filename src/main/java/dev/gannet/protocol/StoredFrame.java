package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import java.nio.ByteBuffer;

/**
 * A message that goes to one subject and shows another: how a message of a stream comes to who has asked for it. One at a
 * time, written in this order: {@link #begin}, the reply ({@link #append}, {@link #number}), {@link #end}.
 *
 * <p><b>Owner:</b> a loop that routes messages.
 *
 * <p><b>Hot path:</b> once the buffer has grown, nothing here allocates.
 */
public final class StoredFrame {
    private static final int FIRST_BYTES = 4096;
    private static final int KEPT_BYTES = 256 * 1024;
    private static final int NUMBERS_MAX = 10 * 20 + 16;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final short[] PAIRS = new short[100]; // Two digits as a chunk has them.
    private static final long[] POWERS = new long[19];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[i] = (short) (('0' + i / 10) | (('0' + i % 10) << 8));
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private static final byte[] VERSION = "NATS/1.0\r\n".getBytes(ISO_8859_1);

    private Chunk chunk = Chunk.allocate(FIRST_BYTES);
    private PublishFrame frame = new PublishFrame(chunk);
    private int shownLength;

    /**
     * Begins a message; of what is returned only the subject says anything before its end.
     *
     * @param to a literal subject
     * @param lengthMax of all else that will be added
     */
    public PublishFrame begin(byte[] to, int lengthMax) {
        int needed = to.length + lengthMax + NUMBERS_MAX;
        if (chunk.capacity() < needed || (chunk.capacity() > KEPT_BYTES && needed <= KEPT_BYTES)) {
            chunk = Chunk.allocate(
                    Math.max(FIRST_BYTES, needed <= KEPT_BYTES ? Integer.highestOneBit(needed) * 2 : needed));
            frame = new PublishFrame(chunk);
        }
        chunk.reset();
        chunk.append(to);
        space();
        frame.subjectStart = 0;
        frame.subjectLength = to.length;
        frame.tail = chunk.written;
        return frame;
    }

    /** Adds a part of the reply. */
    public StoredFrame append(byte[] part) {
        chunk.append(part);
        return this;
    }

    /** Adds a number that is not negative. */
    public StoredFrame number(long value) {
        int digits = digits(value);
        int at = chunk.written + digits;
        long rest = value;
        while (rest >= 10) { // Two at a time: a long time of nanoseconds is in every message.
            long hundreds = rest / 100;
            int pair = (int) (rest - 100 * hundreds);
            at -= 2;
            chunk.putShort(at, PAIRS[pair]);
            rest = hundreds;
        }
        if (at > chunk.written) {
            chunk.putByte(--at, (byte) ('0' + rest));
        }
        chunk.written += digits;
        return this;
    }

    /** Returns how many characters a number has that is not negative. */
    public static int digits(long value) {
        long odd = value | 1; // It has as many.
        int atLeast =
                ((Long.SIZE - Long.numberOfLeadingZeros(odd)) * 1233) >>> 12; // 1233 / 4096 is log 2 to the base 10.
        return odd >= POWERS[atLeast] ? atLeast + 1 : atLeast;
    }

    private void space() {
        chunk.putByte(chunk.written++, (byte) ' ');
    }

    /** What is written of a message besides its reply. */
    public interface Body {
        /** Returns what it lies in; position and limit do not matter. */
        ByteBuffer bytes();

        int subjectStart();

        int subjectLength();

        /** Headers begin behind the subject, the payload behind them. */
        int headersLength();

        int payloadLength();
    }

    /**
     * Ends the message; it is valid until another one begins.
     *
     * @param more headers behind those of the body, as lines with their ends; empty for none
     * @param hasPayload whether the payload is sent too
     */
    public PublishFrame end(Body body, byte[] more, boolean hasPayload) {
        frame.replyLength = chunk.written - frame.tail;
        if (frame.replyLength > 0) {
            space();
        }
        int own = body.headersLength();
        int headers = more.length == 0 ? own : mergedLength(own, more);
        int payload = hasPayload ? body.payloadLength() : 0;
        frame.headerLength = headers == 0 ? PublishFrame.NO_HEADERS : headers;
        frame.size = headers + payload;
        if (headers > 0) {
            number(headers);
            space();
        }
        number(frame.size);
        chunk.append(LINE_END);
        int from = body.subjectStart() + body.subjectLength();
        if (more.length == 0) {
            chunk.append(body.bytes(), from, hasPayload ? own + payload : own);
        } else {
            merge(body.bytes(), from, own, more);
            chunk.append(body.bytes(), from + own, payload);
        }
        chunk.append(LINE_END);
        frame.end = chunk.written;
        // What is shown stands behind the message, from where it is copied in front of it.
        shownLength = body.subjectLength();
        chunk.append(body.bytes(), body.subjectStart(), shownLength);
        return frame;
    }

    private static int mergedLength(int own, byte[] more) {
        return more.length + (own == 0 ? VERSION.length + LINE_END.length : own);
    }

    /** Puts lines in front of the empty one that ends a header block. */
    private void merge(ByteBuffer bytes, int from, int own, byte[] more) {
        if (own == 0) {
            chunk.append(VERSION);
        } else {
            chunk.append(bytes, from, own - LINE_END.length);
        }
        chunk.append(more);
        chunk.append(LINE_END);
    }

    /** Ends a message without headers and payload, which shows the subject that it goes to. */
    public PublishFrame endStatus(byte[] headers) {
        frame.replyLength = chunk.written - frame.tail;
        if (frame.replyLength > 0) {
            space();
        }
        frame.headerLength = headers.length == 0 ? PublishFrame.NO_HEADERS : headers.length;
        frame.size = headers.length;
        if (headers.length > 0) {
            number(headers.length);
            space();
        }
        number(headers.length);
        chunk.append(LINE_END);
        chunk.append(headers);
        chunk.append(LINE_END);
        frame.end = chunk.written;
        shownLength = 0;
        return frame;
    }

    /** Returns where the subject begins that is shown. */
    public int shownStart() {
        return frame.end;
    }

    public int shownLength() {
        return shownLength;
    }
}

package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages anew with another subject, another reply, or a header more: one at a time, each valid until the next.
 *
 * <p><b>Owner:</b> an event loop.
 *
 * <p><b>Hot path:</b> allocates nothing for messages of up to {@value #KEPT_BYTES} bytes, but where a header is added to
 * others.
 */
public final class FrameRewriter {
    private static final int FIRST_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;

    /** The longest line without its subjects: {@code HPUB}, two sizes, spaces and the ends of line and message. */
    private static final int LINE_REST_MAX = 40;

    private static final byte[] PUB = "PUB ".getBytes(ISO_8859_1);
    private static final byte[] HPUB = "HPUB ".getBytes(ISO_8859_1);
    private static final byte[] STATUS_LINE = "NATS/1.0\r\n".getBytes(ISO_8859_1);
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] NONE = {};

    private Chunk kept = Chunk.allocate(FIRST_BYTES);
    private final PublishFrame frame = new PublishFrame(kept);
    private final byte[] digits = new byte[12];

    /** Writes a message with another subject, and all else as it is. */
    public PublishFrame withSubject(PublishFrame in, byte[] subject) {
        byte[] reply = in.replyLength == 0 ? null : in.chunk.bytes(in.tail, in.replyLength);
        return rewrite(in, subject, reply, NONE);
    }

    /**
     * Writes a message with another subject.
     *
     * @param reply where its answer goes, or null for nowhere
     * @param header a header line with its end, which replaces those of the same name and stands behind the others, or an
     *     empty array for none
     */
    public PublishFrame rewrite(PublishFrame in, byte[] subject, byte @Nullable [] reply, byte[] header) {
        byte[] replyTo = reply == null ? NONE : reply;
        int headersBefore = Math.max(0, in.headerLength);
        byte[] others = header.length == 0 || headersBefore == 0 ? NONE : withoutHeader(in, header);
        int headersNow = header.length == 0 ? headersBefore : others.length + header.length + LINE_END.length;
        if (header.length > 0 && others.length == 0) {
            headersNow += STATUS_LINE.length;
        }
        boolean hasHeaders = in.hasHeaders() || header.length > 0;
        frame.size = in.size - headersBefore + headersNow;
        Chunk out = roomFor(LINE_REST_MAX + subject.length + replyTo.length + frame.size);
        frame.chunk = out;
        frame.publisher = in.publisher;
        out.append(hasHeaders ? HPUB : PUB);
        frame.subjectStart = out.written;
        frame.subjectLength = subject.length;
        out.append(subject);
        space(out);
        frame.tail = out.written;
        frame.replyLength = replyTo.length;
        if (replyTo.length > 0) {
            out.append(replyTo);
            space(out);
        }
        frame.headerLength = hasHeaders ? headersNow : PublishFrame.NO_HEADERS;
        if (hasHeaders) {
            number(out, headersNow);
            space(out);
        }
        number(out, frame.size);
        out.append(LINE_END);
        int payload = in.bodyStart();
        if (header.length > 0) {
            out.append(others.length == 0 ? STATUS_LINE : others);
            out.append(header);
            out.append(LINE_END);
            payload += headersBefore;
        }
        out.append(in.chunk, payload, in.end - payload);
        frame.end = out.written;
        return frame;
    }

    /**
     * Returns the headers of a message but those of this name, without the empty line at their end.
     *
     * <p>A reader may take more for that name than what is spelled like it, and stops at the first empty line: nobody is
     * to say by a blank, a letter's case or such a line what only the server says.
     */
    private static byte[] withoutHeader(PublishFrame in, byte[] header) {
        byte[] block = in.chunk.bytes(in.bodyStart(), in.headerLength);
        byte[] kept = new byte[block.length + LINE_END.length];
        int length = 0;
        int start = 0;
        boolean dropped = false;
        while (start < block.length) {
            int end = endOfLine(block, start);
            if (isEmpty(block, start, end)) {
                break;
            }
            dropped = hasName(block, start, end, header) || (dropped && isBlank(block[start])); // Or goes on.
            if (!dropped) {
                System.arraycopy(block, start, kept, length, end - start);
                length += end - start;
            }
            start = end;
        }
        if (length > 0 && kept[length - 1] != '\n') {
            System.arraycopy(LINE_END, 0, kept, length, LINE_END.length);
            length += LINE_END.length;
        }
        return Arrays.copyOf(kept, length);
    }

    private static int endOfLine(byte[] block, int start) {
        int end = start;
        while (end < block.length && block[end] != '\n') {
            end++;
        }
        return Math.min(block.length, end + 1);
    }

    private static boolean isEmpty(byte[] block, int start, int end) {
        return block[start] == '\n' || (block[start] == '\r' && (end == start + 1 || block[start + 1] == '\n'));
    }

    /** Returns whether a line's name is that of {@code header}, in any case and with blanks around it. */
    private static boolean hasName(byte[] block, int start, int end, byte[] header) {
        int at = start;
        while (at < end && isBlank(block[at])) {
            at++;
        }
        int i = 0;
        while (at < end && header[i] != ':' && lowerCase(block[at]) == lowerCase(header[i])) {
            at++;
            i++;
        }
        while (at < end && isBlank(block[at])) {
            at++;
        }
        return header[i] == ':' && at < end && block[at] == ':';
    }

    private static int lowerCase(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    private static void space(Chunk out) {
        out.putByte(out.written++, (byte) ' ');
    }

    private void number(Chunk out, int number) {
        int rest = number;
        int at = digits.length;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        for (; at < digits.length; at++) {
            out.putByte(out.written++, digits[at]);
        }
    }

    private Chunk roomFor(int length) {
        if (length > KEPT_BYTES) {
            return Chunk.allocate(length);
        }
        if (kept.capacity() < length) {
            kept = Chunk.allocate(Integer.highestOneBit(length) * 2);
        }
        kept.reset();
        return kept;
    }
}

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

    /** Returns the headers of a message but those of this name, without the empty line at their end. */
    private static byte[] withoutHeader(PublishFrame in, byte[] header) {
        byte[] block = in.chunk.bytes(in.bodyStart(), in.headerLength - LINE_END.length);
        int nameLength = 0;
        while (header[nameLength] != ':') {
            nameLength++;
        }
        int kept = 0;
        int start = 0;
        while (start < block.length) {
            int end = start;
            while (end < block.length && block[end] != '\n') {
                end++;
            }
            end = Math.min(block.length, end + 1);
            boolean isNamed = end - start > nameLength
                    && Arrays.equals(block, start, start + nameLength + 1, header, 0, nameLength + 1);
            if (!isNamed) {
                System.arraycopy(block, start, block, kept, end - start);
                kept += end - start;
            }
            start = end;
        }
        return kept == block.length ? block : Arrays.copyOf(block, kept);
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

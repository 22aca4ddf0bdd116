package dev.gannet.protocol;

import dev.gannet.base.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Messages of the server's own on their way to the loop that publishes them: one buffer for many of them.
 *
 * <p><b>Owner:</b> who fills it, then the loop that publishes them.
 *
 * <p><b>Hot path:</b> once the buffer has grown, adding a message allocates nothing.
 *
 * @param <T> what is kept with each message, such as where it is published
 */
public final class FrameBatch<T> {
    private static final int FIRST_BYTES = 4096;
    private static final int KEPT_BYTES = 256 * 1024;
    private static final int FIELDS = 4;
    private static final int LINES_REST_MAX = 2 * 10 + 6; // Two numbers, two spaces, two line ends.
    private static final byte[] LINE_END = {'\r', '\n'};

    private final List<T> tags = new ArrayList<>();
    private int[] places = new int[64];
    private Chunk chunk = Chunk.allocate(FIRST_BYTES);

    /**
     * Adds a message.
     *
     * @param subject a valid subject without wildcards
     * @param headers a header block as it goes over the wire, or an empty array for none
     */
    public void add(T tag, byte[] subject, byte[] headers, byte[] payload) {
        makeRoom(subject.length + headers.length + payload.length + LINES_REST_MAX);
        int at = tags.size() * FIELDS;
        if (at == places.length) {
            places = Arrays.copyOf(places, at * 2);
        }
        places[at] = chunk.written;
        places[at + 1] = subject.length;
        places[at + 2] = headers.length;
        places[at + 3] = headers.length + payload.length;
        tags.add(tag);
        chunk.append(subject);
        chunk.putByte(chunk.written++, (byte) ' ');
        if (headers.length > 0) {
            number(headers.length);
            chunk.putByte(chunk.written++, (byte) ' ');
        }
        number(headers.length + payload.length);
        chunk.append(LINE_END);
        chunk.append(headers);
        chunk.append(payload);
        chunk.append(LINE_END);
    }

    private void number(int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int at = chunk.written + digits - 1; at >= chunk.written; at--) {
            chunk.putByte(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        chunk.written += digits;
    }

    private void makeRoom(int length) {
        if (chunk.room() < length) {
            Chunk larger = Chunk.allocate(Math.max(chunk.capacity() * 2, chunk.written + length));
            larger.append(chunk, 0, chunk.written);
            chunk = larger;
        }
    }

    /** Forgets the messages, and keeps the room for others. */
    public void clear() {
        tags.clear();
        if (chunk.capacity() > KEPT_BYTES) {
            chunk = Chunk.allocate(FIRST_BYTES);
        }
        chunk.reset();
    }

    /** Shows each message as if it had just been read; the frame is valid during one call. */
    public void forEach(BiConsumer<T, PublishFrame> action) {
        PublishFrame frame = new PublishFrame(chunk);
        for (int i = 0; i < tags.size(); i++) {
            int at = i * FIELDS;
            int next = i + 1 < tags.size() ? places[at + FIELDS] : chunk.written;
            frame.subjectStart = places[at];
            frame.subjectLength = places[at + 1];
            frame.tail = places[at] + places[at + 1] + 1;
            frame.headerLength = places[at + 2] == 0 ? PublishFrame.NO_HEADERS : places[at + 2];
            frame.size = places[at + 3];
            frame.end = next;
            action.accept(tags.get(i), frame);
        }
    }
}

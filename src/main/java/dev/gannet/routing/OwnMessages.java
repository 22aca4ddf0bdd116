package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where messages are written that no client sent in these bytes: one at a time, each valid until the next.
 *
 * <p><b>Owner:</b> an event loop.
 */
final class OwnMessages {
    private static final int FIRST_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;

    private @Nullable Chunk kept;

    PublishFrame write(ServerMessage message) {
        return message.writeTo(roomFor(message.lengthMax()), null);
    }

    /** Returns the message with another header block. */
    PublishFrame withHeaders(PublishFrame frame, byte[] headers) {
        Chunk in = frame.chunk();
        String subject = new String(in.bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
        String reply =
                frame.replyLength() == 0 ? null : new String(in.bytes(frame.tail(), frame.replyLength()), ISO_8859_1);
        int headerLength = Math.max(0, frame.headerLength());
        byte[] payload = in.bytes(frame.bodyStart() + headerLength, frame.size() - headerLength);
        ServerMessage message = new ServerMessage(subject, reply, headers, payload);
        return message.writeTo(roomFor(message.lengthMax()), frame.publisher());
    }

    private Chunk roomFor(int length) {
        if (length > KEPT_BYTES) {
            return Chunk.allocate(length); // Rare: such a message is large, or says something of a large one.
        }
        Chunk chunk = kept;
        if (chunk == null || chunk.capacity() < length) {
            chunk = Chunk.allocate(Math.max(FIRST_BYTES, Integer.highestOneBit(length) * 2));
            kept = chunk;
        }
        chunk.reset();
        return chunk;
    }
}

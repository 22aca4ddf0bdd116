package dev.gannet.jetstream.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** A shard as it was at one moment, to be written where it lasts. Immutable. */
public final class ShardImage {
    private final byte[] head;
    private final List<Part> parts;

    /** A stream, and what is kept of it beside its store: settings, what it remembers, and its consumers. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record Part(Stream stream, byte[] settings, StreamMemory.Image memory, byte[] consumers) {}

    ShardImage(byte[] head, List<Part> parts) {
        this.head = head;
        this.parts = List.copyOf(parts);
    }

    /** Says what is written of a stream's store. */
    public interface Manifests {
        byte[] of(Stream stream) throws IOException;
    }

    /** Writes it. Any thread. */
    public void write(DataOutput out, Manifests manifests) throws IOException {
        out.write(head);
        for (Part part : parts) {
            out.write(part.settings());
            part.memory().write(out);
            bytes(out, part.consumers());
            bytes(out, manifests.of(part.stream()));
        }
    }

    static void bytes(DataOutput out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}

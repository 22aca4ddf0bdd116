package dev.gannet.base;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A piece of direct memory with a part that is written and a part of that which is read: what all bytes of the server
 * travel in.
 *
 * <p>The indices live here and not in the {@link ByteBuffer}, whose position and limit are set for one system call at
 * a time ({@link #forRead}, {@link #forWrite}) and cleared after it. {@link #SLACK} bytes behind the capacity may be
 * loaded and overwritten, so that words of eight bytes need no end check.
 *
 * <p><b>Owner:</b> whoever holds it; it is handed over, never shared, except that several threads may read a chunk
 * that nobody writes.
 *
 * <p><b>Hot path:</b> nothing here allocates but {@link #allocate}.
 */
public final class Chunk {
    /** Bytes behind the capacity that loads and stores of whole words may touch. */
    public static final int SLACK = 64;

    /** Up to this length a copy is a loop over words; above it the bulk copy of the JDK wins. */
    private static final int WORD_COPY_MAX = 64;

    private final ByteBuffer memory;
    private final int capacity;

    /** Where the next byte is read. Invariant: 0 <= read <= written <= capacity. */
    public int read;

    /** Where the next byte is written. */
    public int written;

    /** Messages in this chunk, for the counters of whom it is sent to. */
    public int messages;

    /** Bytes of headers and payload in this chunk, for the same counters. */
    public long messageBytes;

    private Chunk(ByteBuffer memory, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
    }

    /** Returns an empty chunk of {@code capacity} bytes outside the heap. */
    public static Chunk allocate(int capacity) {
        return new Chunk(ByteBuffer.allocateDirect(capacity + SLACK).order(ByteOrder.LITTLE_ENDIAN), capacity);
    }

    public int capacity() {
        return capacity;
    }

    /** Returns how many bytes are written and not yet read. */
    public int length() {
        return written - read;
    }

    /** Returns how many bytes still fit. */
    public int room() {
        return capacity - written;
    }

    /** Empties the chunk and its counters. */
    public void reset() {
        read = 0;
        written = 0;
        messages = 0;
        messageBytes = 0;
    }

    public byte byteAt(int index) {
        return memory.get(index);
    }

    public int intAt(int index) {
        return memory.getInt(index);
    }

    public long longAt(int index) {
        return memory.getLong(index);
    }

    public void putByte(int index, byte value) {
        memory.put(index, value);
    }

    public void putShort(int index, short value) {
        memory.putShort(index, value);
    }

    public void putLong(int index, long value) {
        memory.putLong(index, value);
    }

    /** Appends all of {@code bytes}; the caller has made sure of the {@link #room()}. */
    public void append(byte[] bytes) {
        memory.put(written, bytes, 0, bytes.length);
        written += bytes.length;
    }

    /** Appends {@code length} bytes of {@code source} from index {@code from}; the caller has made sure of the room. */
    public void append(Chunk source, int from, int length) {
        copy(source, from, written, length);
        written += length;
    }

    /** Appends bytes of a buffer, whose position does not matter; the caller has made sure of the room. */
    public void append(ByteBuffer source, int from, int length) {
        memory.put(written, source, from, length);
        written += length;
    }

    /** Copies {@code length} bytes of {@code source} from index {@code from} to index {@code to} of this chunk. */
    public void copy(Chunk source, int from, int to, int length) {
        if (length > WORD_COPY_MAX) {
            memory.put(to, source.memory, from, length);
            return;
        }
        ByteBuffer in = source.memory;
        ByteBuffer out = memory;
        for (int i = 0; i < length; i += Long.BYTES) {
            out.putLong(to + i, in.getLong(from + i));
        }
    }

    /** Copies {@code length} bytes from {@code index} into {@code target} from {@code offset}. */
    public void copyOut(int index, byte[] target, int offset, int length) {
        memory.get(index, target, offset, length);
    }

    /** Copies {@code length} bytes from {@code index} to where {@code target} stands. */
    public void copyOut(int index, ByteBuffer target, int length) {
        target.put(target.position(), memory, index, length).position(target.position() + length);
    }

    /** Returns a copy of {@code length} bytes from {@code index}. */
    public byte[] bytes(int index, int length) {
        byte[] copy = new byte[length];
        memory.get(index, copy, 0, length);
        return copy;
    }

    /** Returns the memory set for a system call that takes {@code [from, to)}; call {@link #done} after it. */
    public ByteBuffer forWrite(int from, int to) {
        return memory.limit(to).position(from);
    }

    /** Returns the memory set for a system call that fills {@code [from, to)}; call {@link #done} after it. */
    public ByteBuffer forRead(int from, int to) {
        return memory.limit(to).position(from);
    }

    /** Ends a system call: absolute access reaches all of the memory again. Returns where the call stopped. */
    public int done() {
        int position = memory.position();
        memory.clear();
        return position;
    }
}

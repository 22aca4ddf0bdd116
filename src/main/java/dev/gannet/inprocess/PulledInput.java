package dev.gannet.inprocess;

import dev.gannet.base.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a program gathers itself and the server reads from it. The program writes nothing here but empty buffers: one says that
 * there is something to read, or that it can be sent more.
 *
 * <p><b>Hot path:</b> nothing here allocates once the chunks are as large as what is read at a time.
 */
final class PulledInput implements ProgramInput {
    /** At most so much is read at a time: more would not stay in a processor's cache. */
    private static final int CHUNK_BYTES_MAX = 64 * 1024;

    private final Listener listener;
    private @Nullable ReadableByteChannel program; // The loop's, as all below; null when nothing is read any more.
    private int bytesMax = CHUNK_BYTES_MAX;
    private boolean paused;
    private volatile boolean closed;

    PulledInput(Listener listener, ReadableByteChannel program) {
        this.listener = listener;
        this.program = program;
    }

    /**
     * Says that there is something.
     *
     * @throws IllegalArgumentException if the buffer is not empty: what is written is to be read from the program
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        if (source.hasRemaining()) {
            throw new IllegalArgumentException(
                    source.remaining() + " bytes (expected: none, from a program that the server reads from)");
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        listener.written();
        return 0;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    /** What was gathered before is still read. */
    @Override
    public void close() {
        listener.ended();
    }

    // What the loop does.

    @Override
    public @Nullable Chunk take(Chunk held) {
        ReadableByteChannel from = program;
        if (from == null || paused) {
            return null;
        }
        int begin = held.written;
        Chunk filling = held;
        while (isFull(filling, begin + bytesMax, from)) {
            if (filling.written == begin + bytesMax || filling.capacity() >= CHUNK_BYTES_MAX) {
                listener.written(); // There may be more.
                break;
            }
            Chunk larger = Chunk.allocate(Math.min(CHUNK_BYTES_MAX, filling.capacity() * 2));
            larger.append(filling, 0, filling.written);
            filling = larger;
        }
        return filling.written == begin ? null : filling;
    }

    /** Reads what fits, up to {@code limit}, and returns whether that is all there was room for. */
    private static boolean isFull(Chunk chunk, int limit, ReadableByteChannel from) {
        int end = Math.min(chunk.capacity(), limit);
        try {
            from.read(chunk.forRead(chunk.written, end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            chunk.written = chunk.done();
        }
        return chunk.written == end;
    }

    @Override
    public void pause(boolean pauses) {
        paused = pauses;
    }

    @Override
    public void readLittle(boolean little) {
        bytesMax = little ? PushedInput.UNREAD_LITTLE_BYTES : CHUNK_BYTES_MAX;
    }

    @Override
    public void end() {
        closed = true;
        program = null; // Whoever remembers this client must not keep the program's classes.
    }
}

package dev.gannet.store.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A part of a segment that is read as a whole, since what is in it is wanted one after the other. Until it is loaded or
 * closed its file stays, so do either, once.
 *
 * <p><b>Owner:</b> the stream loop; {@link #load} is for another thread.
 */
public final class StoredBlock implements AutoCloseable {
    private final SegmentBytes content;
    private final SegmentFile file;
    private final int from;
    private final int length;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private final RecordLayout layout = new RecordLayout();
    private @Nullable IOException failure;
    private boolean isLoaded;
    private boolean isClosed;

    /** A block of bytes that are in the file. */
    public StoredBlock(SegmentBytes content, SegmentFile file, int from, int length) {
        this.content = content;
        this.file = file;
        this.from = from;
        this.length = length;
        file.pin();
    }

    /** Reads it; it is for the stream loop again then. */
    public void load() {
        try {
            bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            content.read(bytes, from);
            isLoaded = true;
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | OutOfMemoryError e) {
            failure = new IOException(e.toString(), e); // Who waits must be told in any case.
        } finally {
            close();
        }
    }

    /** It cannot be loaded. */
    public void refuse(Exception cause) {
        failure = new IOException(String.valueOf(cause.getMessage()), cause);
        close();
    }

    /** It will not be loaded. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            file.unpin();
        }
    }

    /** Returns why it could not be read, or null. */
    public @Nullable IOException failure() {
        return failure;
    }

    public int length() {
        return length;
    }

    /** Returns whether a part of a file is in here. */
    public boolean has(SegmentFile of, int position, int length) {
        return isLoaded && of == file && position >= from && position + length <= from + this.length;
    }

    /** Shows a record; returns whether it is one, and whole. */
    public boolean show(long seq, int position, int length, StoredView into) {
        int at = position - from;
        boolean isWhole = length >= RecordLayout.HEAD_BYTES
                && layout.isHead(bytes, at, file.place(), position)
                && RecordLayout.seq(bytes, at) == seq
                && RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(bytes, at) == length
                && !RecordLayout.isErased(bytes, at)
                && layout.isBody(bytes, at);
        into.set(bytes, at);
        return isWhole;
    }
}

package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A segment file: its bytes that are in the file, and those that are still to be written, which are no more than a few
 * pages as long as writing succeeds.
 *
 * <p><b>Owner:</b> the stream loop; who reads from it pins it, and may let go on any thread.
 *
 * <p><b>Hot path:</b> {@link #append} allocates nothing once its buffer has grown.
 */
public final class SegmentFile {
    private static final int PENDING_MAX = 64 << 10;
    private static final int PENDING_MIN = 512;
    private static final int GONE = 1 << 30;

    private final SegmentPlace place;
    private final OpenFiles files;
    private final RecordLayout layout = new RecordLayout();
    private final AtomicInteger pins = new AtomicInteger();
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private ByteBuffer recent = ByteBuffer.allocate(0); // What was written last, for who reads it just now.
    private int recentAt;
    private boolean created;
    private int written; // Bytes in the file; pending ones follow.
    private int flushAt = PENDING_MAX;
    private long writes; // Counts them, so that a checkpoint knows whether it has synced the last.
    private long writesSynced;

    private SegmentFile(SegmentPlace place, OpenFiles files) {
        this.place = place;
        this.files = files;
    }

    /** A file that is made when its first bytes are written. */
    public static SegmentFile create(SegmentPlace place, OpenFiles files) {
        SegmentFile file = new SegmentFile(place, files);
        file.pending = ByteBuffer.allocate(PENDING_MIN).order(ByteOrder.LITTLE_ENDIAN);
        SegmentHead.write(file.pending, SegmentHead.Kind.SEGMENT, place);
        file.pending.position(SegmentHead.BYTES);
        return file;
    }

    /** A file that is there and durable; whatever it has behind {@code length} is overwritten. */
    public static SegmentFile open(SegmentPlace place, OpenFiles files, int length) {
        SegmentFile file = new SegmentFile(place, files);
        file.created = true;
        file.written = length;
        return file;
    }

    public SegmentPlace place() {
        return place;
    }

    /** Returns where the next record will stand. */
    public int end() {
        return written + pending.position();
    }

    /** Appends a record; it is in the file after {@link #flush}. Returns whether that is due. */
    public boolean append(StoreRecord message) {
        reserve(RecordLayout.HEAD_BYTES
                + message.subject().length()
                + message.headers().length()
                + message.payload().length());
        int at = pending.position();
        int length = layout.write(pending, at, message, place, written + at);
        pending.position(at + length);
        return pending.position() >= flushAt;
    }

    /** Writes what is pending. If that fails it stays pending, and the same bytes are written again next time. */
    public void flush() throws IOException {
        if (pending.position() == 0) {
            return;
        }
        flushAt = pending.position() + PENDING_MAX;
        if (!created) {
            files.create(place.path());
            created = true;
        }
        writes++;
        files.write(place.path(), pending.duplicate().flip(), written);
        ByteBuffer spare = recent.capacity() <= 2 * PENDING_MAX ? recent : ByteBuffer.allocate(0);
        recentAt = written;
        written += pending.position();
        flushAt = PENDING_MAX;
        recent = pending;
        pending = spare.clear().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Gives back the memory for what is pending, until something is. */
    public void rest() {
        if (pending.position() == 0) {
            pending = ByteBuffer.allocate(0);
        }
        recent = ByteBuffer.allocate(0);
    }

    /** Returns a buffer that has bytes of the file, which stand at {@link #inMemoryAt}, or null if they are not in memory. */
    public @Nullable ByteBuffer inMemory(int position, int length) {
        if (position >= written) {
            return pending;
        }
        return position >= recentAt && position + length <= recentAt + recent.position() ? recent : null;
    }

    /** Returns where bytes stand in what {@link #inMemory} returns for them. */
    public int inMemoryAt(int position) {
        return position >= written ? position - written : position - recentAt;
    }

    public int unwrittenBytes() {
        return pending.position();
    }

    /** Returns a copy of bytes that are still pending, or null if they are in the file. */
    public byte @Nullable [] pending(int position, int length) {
        if (position < written) {
            return null;
        }
        byte[] bytes = new byte[length];
        pending.get(position - written, bytes);
        return bytes;
    }

    /** Returns how often it was written to, for {@link #synced}. */
    public long writes() {
        return writes;
    }

    public boolean isSynced() {
        return writesSynced == writes;
    }

    /** So many writes are durable now. */
    public void synced(long writesThen) {
        writesSynced = Math.max(writesSynced, writesThen);
    }

    /** Keeps the file until {@link #unpin}. */
    public void pin() {
        pins.incrementAndGet();
    }

    public void unpin() {
        pins.decrementAndGet();
    }

    /** From now on, reading from it fails because nobody needs it; not yet if somebody reads. Any thread. */
    public boolean giveUp() {
        return pins.compareAndSet(0, GONE) || isGone();
    }

    /** Reading from it fails from now on, whoever does. */
    public void gone() {
        pins.accumulateAndGet(GONE, (now, gone) -> now | gone);
    }

    public boolean isGone() {
        return pins.get() >= GONE;
    }

    private void reserve(int length) {
        int needed = pending.position() + length;
        if (needed <= pending.capacity()) {
            return;
        }
        int doubled = Math.min(2 * PENDING_MAX, 2 * pending.capacity());
        ByteBuffer larger = ByteBuffer.allocate(Math.max(Math.max(needed, doubled), PENDING_MIN))
                .order(ByteOrder.LITTLE_ENDIAN);
        larger.put(pending.flip());
        pending = larger;
    }
}

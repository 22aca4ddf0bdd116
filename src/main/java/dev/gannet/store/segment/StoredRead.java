package dev.gannet.store.segment;

import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentBytes;
import dev.gannet.store.record.SegmentFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message that was looked up and is to be read: what touches the disk is here and not on the stream loop. Until it is
 * loaded or closed its file stays, so do either, once.
 *
 * <p><b>Owner:</b> one thread at a time; any.
 */
public final class StoredRead implements AutoCloseable {
    private final SegmentBytes bytes;
    private final SegmentFile file;
    private final Losses losses;
    private final long seq;
    private final int position;
    private final int length;
    private final byte @Nullable [] unwritten;
    private boolean closed;

    StoredRead(SegmentBytes bytes, SegmentFile file, Losses losses, Where where) {
        this.bytes = bytes;
        this.file = file;
        this.losses = losses;
        this.seq = where.seq();
        this.position = where.position();
        this.length = where.length();
        this.unwritten = file.pending(position, length);
        file.pin();
    }

    /** Where a record stands in its file. */
    record Where(long seq, int position, int length) {}

    public long seq() {
        return seq;
    }

    boolean isInMemory() {
        return unwritten != null;
    }

    /** Returns how many bytes are read, about those of the message. */
    public int length() {
        return length;
    }

    /**
     * Reads the message and checks it.
     *
     * @throws DamagedException if it is not what was stored
     * @throws MessageGoneException if the store was deleted meanwhile
     */
    public StoredMessage load() throws IOException {
        try {
            ByteBuffer record = ByteBuffer.wrap(unwritten == null ? read() : unwritten);
            return message(record.order(ByteOrder.LITTLE_ENDIAN));
        } finally {
            close();
        }
    }

    /** It will not be loaded. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.unpin();
        }
    }

    private byte[] read() throws IOException {
        byte[] record = new byte[length];
        try {
            bytes.read(ByteBuffer.wrap(record), position);
            return record;
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (file.isGone()) {
                throw new MessageGoneException(file.place().directory(), seq);
            }
            throw damaged("its file " + file.place().path() + " is not there");
        }
    }

    private StoredMessage message(ByteBuffer record) throws DamagedException {
        RecordLayout layout = new RecordLayout();
        if (length < RecordLayout.HEAD_BYTES) {
            throw damaged("nothing is left of it");
        }
        if (!layout.isHead(record, 0, file.place(), position)
                || RecordLayout.seq(record, 0) != seq
                || RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(record, 0) != length
                || RecordLayout.isErased(record, 0)) {
            throw damaged(
                    "no record stands at " + position + " of " + file.place().path());
        }
        if (!layout.isBody(record, 0)) {
            throw damaged(
                    "wrong checksum at " + position + " of " + file.place().path());
        }
        byte[] subject = new byte[RecordLayout.subjectLength(record, 0)];
        byte[] headers = new byte[RecordLayout.headersLength(record, 0)];
        byte[] payload = new byte[RecordLayout.payloadLength(record, 0)];
        record.position(RecordLayout.HEAD_BYTES).get(subject).get(headers).get(payload);
        return new StoredMessage(seq, RecordLayout.timestampNanos(record, 0), subject, headers, payload);
    }

    private DamagedException damaged(String what) {
        losses.add(seq, what);
        return new DamagedException(file.place().directory(), seq, what);
    }

    /** A read of which the message is kept in memory, for who must not wait for it. */
    static final class Later implements Fetch {
        private final Supplier<@Nullable StoredRead> reads;
        private final long seq;
        private final Consumer<Later> whenLoaded;
        private @Nullable StoredRead read;
        private @Nullable StoredMessage message;
        private @Nullable DamagedException damage;

        Later(Supplier<@Nullable StoredRead> reads, long seq, Consumer<Later> whenLoaded) {
            this.reads = reads;
            this.seq = seq;
            this.whenLoaded = whenLoaded;
        }

        long seq() {
            return seq;
        }

        @Override
        public void begin() {
            read = reads.get();
        }

        @Override
        public void load() throws IOException {
            StoredRead begun = read;
            try {
                message = begun == null ? null : begun.load();
            } catch (DamagedException e) {
                damage = e;
            }
        }

        @Override
        public void end() {
            StoredRead begun = read;
            if (begun != null) {
                begun.close();
            }
            if (message != null || damage != null) {
                whenLoaded.accept(this);
            }
        }

        @Nullable
        StoredMessage message() throws DamagedException {
            if (damage != null) {
                throw damage;
            }
            return message;
        }
    }
}

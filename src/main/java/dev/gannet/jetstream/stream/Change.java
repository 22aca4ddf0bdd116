package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is to become of streams, other than that a message is added, as a log holds it. Times are nanoseconds since 1970.
 * Texts are as the wire has them, one char for each byte, except for those of settings.
 */
public sealed interface Change {
    /** Returns the time of the change. */
    long timeNanos();

    /** Returns the number of the stream that it is about, or 0. */
    default int stream() {
        return 0;
    }

    /**
     * A stream begins.
     *
     * @param stream its number, which no other stream of the shard ever had
     * @param config its settings in JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record Create(long timeNanos, int stream, String account, byte[] config) implements Change {}

    /** A stream has other settings from now on. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record Update(long timeNanos, int stream, byte[] config) implements Change {}

    /** A stream and its messages go. */
    record Delete(long timeNanos, int stream) implements Change {}

    /**
     * Messages go.
     *
     * @param filter of their subjects; empty is all
     * @param seq only those below; 0 is all
     * @param keep how many of the newest stay
     */
    record Purge(long timeNanos, int stream, String filter, long seq, long keep) implements Change {}

    /** One message goes; {@code erase} is whether its bytes are overwritten. */
    record Remove(long timeNanos, int stream, long seq, boolean erase) implements Change {}

    /** It is later than it was: what is due happens. */
    record Tick(long timeNanos) implements Change {}

    /**
     * An account, or the server if it is empty, has other limits from now on.
     *
     * @param maxBytes of all messages of the shard's streams; -1 is no limit
     */
    record Limits(long timeNanos, String account, long maxBytes) implements Change {}

    /**
     * A consumer begins.
     *
     * @param consumer its number, which no other consumer of the stream ever had
     * @param name which the settings do not always show
     * @param config its settings in JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record CreateConsumer(long timeNanos, int stream, int consumer, String name, byte[] config) implements Change {}

    /** A consumer has other settings from now on. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record UpdateConsumer(long timeNanos, int stream, int consumer, byte[] config) implements Change {}

    /** A consumer goes. */
    record DeleteConsumer(long timeNanos, int stream, int consumer) implements Change {}

    /** A consumer begins anew with a sequence. */
    record ResetConsumer(long timeNanos, int stream, int consumer, long seq) implements Change {}

    /**
     * Consumers have come to other places, and messages go that nobody needs any more.
     *
     * @param states how those consumers are now
     * @param unneeded the sequences that go
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record Progress(long timeNanos, int stream, byte[] states, byte[] unneeded) implements Change {}

    /** The server has begun: consumers go of which nothing lasts. */
    record Begin(long timeNanos) implements Change {}

    /** Returns the bytes of the entry. */
    default ByteBuffer entry() {
        Writer writer = new Writer(EntryKind.of(this), timeNanos());
        if (this instanceof Create create) {
            writer.number(create.stream).text(create.account.getBytes(UTF_8)).text(create.config);
        } else if (this instanceof Update update) {
            writer.number(update.stream).text(update.config);
        } else if (this instanceof Delete delete) {
            writer.number(delete.stream);
        } else if (this instanceof Purge purge) {
            writer.number(purge.stream)
                    .text(purge.filter.getBytes(ISO_8859_1))
                    .number(purge.seq)
                    .number(purge.keep);
        } else if (this instanceof Remove remove) {
            writer.number(remove.stream).number(remove.seq).number(remove.erase ? 1 : 0);
        } else if (this instanceof Limits limits) {
            writer.text(limits.account.getBytes(UTF_8)).number(limits.maxBytes);
        } else {
            writeOfConsumers(writer);
        }
        return writer.done();
    }

    private void writeOfConsumers(Writer writer) {
        if (this instanceof CreateConsumer create) {
            writer.number(create.stream)
                    .number(create.consumer)
                    .text(create.name.getBytes(ISO_8859_1))
                    .text(create.config);
        } else if (this instanceof UpdateConsumer update) {
            writer.number(update.stream).number(update.consumer).text(update.config);
        } else if (this instanceof DeleteConsumer delete) {
            writer.number(delete.stream).number(delete.consumer);
        } else if (this instanceof ResetConsumer reset) {
            writer.number(reset.stream).number(reset.consumer).number(reset.seq);
        } else if (this instanceof Progress progress) {
            writer.number(progress.stream).text(progress.states).text(progress.unneeded);
        }
    }

    /** Reads an entry that is no message. */
    static Change read(ByteBuffer entry) {
        ByteBuffer in = entry.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        EntryKind kind = EntryKind.of(in.get());
        long time = in.getLong();
        return switch (kind) {
            case CREATE -> new Create(time, (int) in.getLong(), new String(text(in), UTF_8), text(in));
            case UPDATE -> new Update(time, (int) in.getLong(), text(in));
            case DELETE -> new Delete(time, (int) in.getLong());
            case PURGE ->
                new Purge(time, (int) in.getLong(), new String(text(in), ISO_8859_1), in.getLong(), in.getLong());
            case REMOVE -> new Remove(time, (int) in.getLong(), in.getLong(), in.getLong() != 0);
            case TICK -> new Tick(time);
            case LIMITS -> new Limits(time, new String(text(in), UTF_8), in.getLong());
            case CREATE_CONSUMER ->
                new CreateConsumer(
                        time, (int) in.getLong(), (int) in.getLong(), new String(text(in), ISO_8859_1), text(in));
            case UPDATE_CONSUMER -> new UpdateConsumer(time, (int) in.getLong(), (int) in.getLong(), text(in));
            case DELETE_CONSUMER -> new DeleteConsumer(time, (int) in.getLong(), (int) in.getLong());
            case RESET_CONSUMER -> new ResetConsumer(time, (int) in.getLong(), (int) in.getLong(), in.getLong());
            case PROGRESS -> new Progress(time, (int) in.getLong(), text(in), text(in));
            case BEGIN -> new Begin(time);
            case MESSAGE -> throw new IllegalArgumentException("entry: a message (expected: a change)");
        };
    }

    private static byte[] text(ByteBuffer in) {
        byte[] text = new byte[in.getInt()];
        in.get(text);
        return text;
    }

    /** Writes one entry. */
    final class Writer {
        private static final int FIRST_BYTES = 256;

        private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES).order(ByteOrder.LITTLE_ENDIAN);

        private Writer(EntryKind kind, long timeNanos) {
            out.put(kind.code).putLong(timeNanos);
        }

        private Writer number(long value) {
            room(Long.BYTES).putLong(value);
            return this;
        }

        private Writer text(byte[] bytes) {
            room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
            return this;
        }

        private ByteBuffer room(int length) {
            if (out.remaining() < length) {
                out = ByteBuffer.allocate(2 * (out.position() + length))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(out.flip());
            }
            return out;
        }

        private ByteBuffer done() {
            return out.flip();
        }
    }
}

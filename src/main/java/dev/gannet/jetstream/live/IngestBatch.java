package dev.gannet.jetstream.live;

import dev.gannet.account.Account;
import dev.gannet.jetstream.loop.TracedMessage;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.protocol.FrameBatch;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.shard.EntryBatch;
import dev.gannet.shard.ShardLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one loop on their way through a log, and where their answers go.
 *
 * <p><b>Owner:</b> the loop that fills it, then the log, then the stream loop, then the first one again.
 */
final class IngestBatch implements ShardLog.Fate {
    private static final int REPLIES_BYTES = 4096;

    private final Intake intake;
    private final EntryBatch entries;
    private final int capacity;
    private byte[] replies = new byte[REPLIES_BYTES];
    private int repliesLength;
    private int readAt;
    private @Nullable List<Traced> traces; // Of the few messages that are traced, if any is; in the order of the batch.
    private int nextTrace;
    private int nextMessage;
    private final FrameBatch<Account> answers = new FrameBatch<>();
    private @Nullable Exception failure;

    IngestBatch(Intake intake, int capacity) {
        this.intake = intake;
        this.capacity = capacity;
        this.entries = new EntryBatch(capacity, this);
    }

    /** A message that is traced, by its place in the batch. */
    private record Traced(int message, TracedMessage trace) {}

    /** Adds a message; returns false if there is no room. */
    boolean add(int shard, int stream, long timeNanos, PublishFrame frame) {
        ByteBuffer into = entries.begin(MessageEntry.length(frame));
        if (into == null) {
            return false;
        }
        MessageEntry.write(into, stream, timeNanos, frame);
        entries.end(shard, stream);
        noteReply(frame);
        return true;
    }

    /** Somebody wants to know what becomes of the message that was added last. */
    void trace(TracedMessage trace) {
        if (traces == null) {
            traces = new ArrayList<>();
        }
        traces.add(new Traced(entries.count() - 1, trace));
    }

    /** Returns who wants to know what becomes of the next message, or null. */
    @Nullable
    TracedMessage nextTrace() {
        int message = nextMessage++;
        List<Traced> traced = traces;
        if (traced == null
                || nextTrace == traced.size()
                || traced.get(nextTrace).message() != message) {
            return null;
        }
        return traced.get(nextTrace++).trace();
    }

    private void noteReply(PublishFrame frame) {
        int length = frame.replyLength();
        if (replies.length < repliesLength + length + 2) {
            replies = Arrays.copyOf(replies, 2 * (repliesLength + length + 2));
        }
        replies[repliesLength] = (byte) (length >> 8);
        replies[repliesLength + 1] = (byte) length;
        frame.chunk().copyOut(frame.tail(), replies, repliesLength + 2, length);
        repliesLength += length + 2;
    }

    /** Returns where the answer to the next message goes; empty for nowhere. */
    byte[] nextReply() {
        int length = ((replies[readAt] & 0xff) << 8) | (replies[readAt + 1] & 0xff);
        byte[] reply = Arrays.copyOfRange(replies, readAt + 2, readAt + 2 + length);
        readAt += length + 2;
        return reply;
    }

    /** Returns where the answers are written, to be published when it has been applied. */
    FrameBatch<Account> answers() {
        return answers;
    }

    EntryBatch entries() {
        return entries;
    }

    Intake intake() {
        return intake;
    }

    boolean isEmpty() {
        return entries.count() == 0;
    }

    int capacity() {
        return capacity;
    }

    /** Returns why its messages are not stored, or null. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** Makes it one that can be filled again. */
    void clear() {
        entries.clear();
        answers.clear();
        repliesLength = 0;
        readAt = 0;
        traces = null;
        nextTrace = 0;
        nextMessage = 0;
        failure = null;
    }

    @Override
    public void committed(EntryBatch batch, long firstIndex) {
        intake.committed(this, firstIndex);
    }

    @Override
    public void failed(EntryBatch batch, Exception cause) {
        failure = cause;
        intake.committed(this, 0);
    }
}

package dev.gannet.jetstream.live;

import dev.gannet.account.Account;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.loop.TracedMessage;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.jetstream.stream.Outcome;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.protocol.FrameBatch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.tracing.MessageTrace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Applies the messages of a shard, also those that have to wait for something, and tells what came of them.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Messages {
    private static final byte[] NONE = {};

    private final LiveShard live;
    private final FrameBatch<Account> lateAnswers = new FrameBatch<>();

    Messages(LiveShard live) {
        this.live = live;
    }

    /**
     * Applies a message that is committed.
     *
     * @param reply where the answer goes; empty for nowhere
     * @param trace to be told what became of it, or null
     * @param answers where the answer is written, if it is known at once
     */
    void apply(
            ByteBuffer body,
            byte[] reply,
            @Nullable Capture capture,
            @Nullable TracedMessage trace,
            FrameBatch<Account> answers) {
        if (!live.lanes().isNone()) {
            Message message = new Message(body, reply, capture, trace);
            message.index(live.atIndex());
            live.lanes().add(message);
            return;
        }
        try {
            Outcome outcome = live.shard().applyMessage(body);
            tell(outcome, reply, capture, answers);
            if (trace != null) {
                trace.tell(outcome.fate());
            }
        } catch (NotInMemoryException e) {
            Message message = new Message(body, reply, capture, trace);
            message.unfinished = live.shard().takeUnfinished();
            live.lanes().begin(message, e);
            return;
        }
        live.settling().settled(body.remaining());
        waitsNoMore(body, capture);
    }

    /** Says what would become of a message that is not to be stored. Its publisher hears of what is wrong, and of nothing else. */
    void check(ByteBuffer body, byte[] reply, Capture capture, TracedMessage trace) {
        live.lanes().add(new Check(body, reply, capture, trace));
    }

    /** Says that a message is not stored. */
    static void refuse(
            @Nullable Capture capture,
            byte[] reply,
            @Nullable TracedMessage trace,
            ApiError error,
            FrameBatch<Account> answers) {
        if (capture != null && reply.length > 0) {
            answers.add(capture.account(), reply, NONE, capture.refused(error));
        }
        if (trace != null) {
            trace.tell(new MessageTrace.InStream("", false, Outcome.traced(error)));
        }
    }

    static void waitsNoMore(ByteBuffer body, @Nullable Capture capture) {
        if (capture != null) {
            capture.applied(MessageEntry.sizeOf(body));
        }
    }

    private void tell(Outcome outcome, byte[] reply, @Nullable Capture capture, FrameBatch<Account> answers) {
        if (outcome.failure() != null) {
            live.serverLog().error("JetStream: a message cannot be applied: " + outcome.failure());
        }
        if (capture == null) {
            return;
        }
        Outcome.Republication again = outcome.republication();
        if (again != null) {
            answers.add(capture.account(), again.subject(), again.headers(), again.payload());
        }
        Stream stream = outcome.stream();
        if (reply.length > 0 && stream != null && !stream.config().storage().noAck()) {
            answers.add(capture.account(), reply, NONE, outcome.answer());
        }
    }

    /** Sends the answers to messages that had to wait. */
    private void sendLate() {
        lateAnswers.forEach(live.loop().router()::publish);
        lateAnswers.clear();
    }

    /** A message that waits; it has a copy of its entry. */
    private final class Message extends Lane.Entry {
        /** What is stored may have longer headers than what came, or a total instead of a summand. */
        private static final int MORE_BYTES = 1024;

        private final ByteBuffer body;
        private final @Nullable Capture capture;
        private final @Nullable TracedMessage trace;
        private byte[] reply;
        private boolean isSettled;
        private Shard.@Nullable Unfinished unfinished;

        Message(ByteBuffer body, byte[] reply, @Nullable Capture capture, @Nullable TracedMessage trace) {
            super(MessageEntry.streamOf(body), body.remaining() + MORE_BYTES);
            this.body = ByteBuffer.allocate(body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
            this.body.put(body.duplicate()).flip();
            this.reply = reply;
            this.capture = capture;
            this.trace = trace;
        }

        @Override
        void apply() {
            Shard.Unfinished begun = unfinished;
            Shard shard = live.shard();
            try {
                Outcome outcome = begun == null ? shard.applyMessage(body) : shard.finish(begun);
                tell(outcome, reply, capture, lateAnswers);
                if (trace != null) {
                    trace.tell(outcome.fate());
                }
                sendLate();
            } catch (NotInMemoryException e) {
                unfinished = begun == null ? shard.takeUnfinished() : begun;
                throw e;
            }
            settle();
            waitsNoMore(body, capture);
        }

        private void settle() {
            if (!isSettled) {
                isSettled = true;
                live.settling().settled(body.remaining());
                live.settling().release();
            }
        }

        @Override
        void drop(ApiError error) {
            refuse(error);
            waitsNoMore(body, capture);
        }

        @Override
        void refuse(ApiError error) {
            Messages.refuse(capture, reply, trace, error, lateAnswers);
            reply = NONE;
            sendLate();
            settle();
        }
    }

    /** A message that is only traced. */
    private final class Check extends Lane.Entry {
        private final ByteBuffer body;
        private final Capture capture;
        private final TracedMessage trace;
        private byte[] reply;

        Check(ByteBuffer body, byte[] reply, Capture capture, TracedMessage trace) {
            super(MessageEntry.streamOf(body), 0);
            this.body = body;
            this.reply = reply;
            this.capture = capture;
            this.trace = trace;
        }

        @Override
        void apply() {
            Outcome outcome = live.shard().checkMessage(body);
            if (outcome.answer().length > 0) {
                tell(outcome, reply, capture, lateAnswers);
                sendLate();
            }
            trace.tell(outcome.fate());
        }

        @Override
        void refuse(ApiError error) {
            Messages.refuse(capture, reply, trace, error, lateAnswers);
            reply = NONE;
            sendLate();
        }
    }
}

package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.account.Account;
import dev.gannet.base.TimerQueue;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.TracedMessage;
import dev.gannet.jetstream.stream.Acks;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.jetstream.stream.Outcome;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.TracedSubscriber;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is published to the subjects of a stream: a subscriber among those of its account.
 *
 * <p><b>Owner:</b> the stream loop, for the subscriptions; messages come on any event loop.
 */
final class Capture extends InternalSubscriber implements TracedSubscriber {
    private static final byte[] TOO_MANY = "NATS/1.0 429 Too Many Requests\r\n\r\n".getBytes(ISO_8859_1); // ST-98
    private static final byte[] NO_HEADERS = {};
    private static final long UNWRITTEN_BYTES_MAX = 8L << 20;
    private static final long TRY_NANOS = SECONDS.toNanos(1);

    private final int stream;
    private final Account account;
    private final Acks acks;
    private final LiveShard target;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
    private @Nullable String standstill;

    Capture(int stream, Account account, Acks acks, LiveShard target, Outbox nowhere) {
        super(nowhere);
        this.stream = stream;
        this.account = account;
        this.acks = acks;
        this.target = target;
    }

    Account account() {
        return account;
    }

    @Override
    public String name() {
        return acks.stream();
    }

    @Override
    public boolean takesImports() {
        return true;
    }

    /** Returns the answer to who published a message that is not stored. */
    byte[] refused(ApiError error) {
        return acks.refused(error);
    }

    /** Takes what is published to these subjects from now on, and nothing else. */
    void subjects(List<String> subjects) {
        List<Subscription> before = List.copyOf(subscriptions);
        subscriptions.removeIf(subscription -> !subjects.contains(subscription.subject()));
        for (String subject : subjects) {
            if (subscriptions.stream().noneMatch(known -> known.subject().equals(subject))) {
                Subscription added = new Subscription(this, subject, null, target.nextSid());
                subscriptions.add(added);
                account.subscribe(added);
            }
        }
        for (Subscription gone : before) {
            if (!subscriptions.contains(gone)) {
                gone.close();
                account.unsubscribe(gone);
            }
        }
    }

    @Override
    public void delivered(Subscription subscription, PublishFrame frame, int loop) {
        take(frame, loop, null);
    }

    /** What is for the trace only is in no log: it is looked into when what came before it is applied. */
    @Override
    public boolean traced(PublishFrame frame, int loop, MessageTrace trace) {
        TracedMessage traced = new TracedMessage(trace, name(), loop, target.loops());
        if (!trace.only()) {
            take(frame, loop, traced);
            return true;
        }
        ByteBuffer entry = ByteBuffer.allocate(MessageEntry.length(frame)).order(ByteOrder.LITTLE_ENDIAN);
        MessageEntry.write(entry, stream, Intake.nanos(target.clock().instant()), frame);
        byte[] reply = frame.chunk().bytes(frame.tail(), frame.replyLength());
        target.check(entry.flip(), reply, this, traced);
        return true;
    }

    private void take(PublishFrame frame, int loop, @Nullable TracedMessage trace) {
        IngestLimits limits = target.limits();
        // Another loop may take one at the same time: nothing is taken and given back, which would look like a message.
        long messages = waiting.get() + 1;
        long bytes = waitingBytes.get() + frame.size();
        long allBytes = target.settling().waitingBytes() + MessageEntry.length(frame);
        if (messages > limits.messages() || bytes > limits.bytes() || allBytes > limits.allBytes()) {
            target.dropped(this);
            ApiError error = ErrorCode.STREAM_TOO_MANY_REQUESTS.error();
            refuse(frame, loop, TOO_MANY, error);
            tell(trace, error);
            return;
        }
        String unwritable = problem.get();
        if (unwritable != null) {
            ApiError error = ErrorCode.STREAM_STORE_FAILED.error(unwritable);
            refuse(frame, loop, NO_HEADERS, error);
            tell(trace, error);
            return;
        }
        if (messages > limits.messages() / 2 || bytes > limits.bytes() / 2 || allBytes > limits.allBytes() / 2) {
            target.loops().slowProducer(loop);
        }
        waiting.incrementAndGet();
        waitingBytes.addAndGet(frame.size());
        target.settling().taken(MessageEntry.length(frame));
        target.intake(loop).take(stream, frame, trace);
    }

    private static void tell(@Nullable TracedMessage trace, ApiError error) {
        if (trace != null) {
            trace.tell(new MessageTrace.InStream("", false, Outcome.traced(error)));
        }
    }

    /** A message is not waiting any more. */
    void applied(int size) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-size);
    }

    /**
     * Looks whether the stream's files can be written: what is acknowledged is in the log and in memory, of which there is
     * not any amount. While they cannot, publishers are told so; now and then it is tried again.
     */
    void look(Stream of, TimerQueue timers, long nowNanos) {
        Exception cause = of.store().writeProblem();
        if (cause != null && of.store().unwrittenBytes() > UNWRITTEN_BYTES_MAX && problem.get() == null) {
            problem.set(String.valueOf(cause.getMessage()));
            target.faults()
                    .add("stream '" + of.config().name() + "' of account '" + account.name() + "' cannot be written: "
                            + cause);
            timers.set(
                    new TimerQueue.Timer() {
                        @Override
                        protected void fire(long now) {
                            problem.set(standstill);
                        }
                    },
                    nowNanos + TRY_NANOS);
        }
    }

    /** Nothing can be stored until somebody says that it can, with null. */
    void standStill(@Nullable String why) {
        standstill = why;
        problem.set(why);
    }

    /** Returns why nothing can be stored, or null. Any thread. */
    @Nullable
    String problem() {
        return problem.get();
    }

    private void refuse(PublishFrame frame, int loop, byte[] headers, ApiError error) {
        if (frame.replyLength() > 0) {
            String reply = new String(frame.chunk().bytes(frame.tail(), frame.replyLength()), ISO_8859_1);
            ServerMessage message = new ServerMessage(reply, null, headers, acks.refused(error));
            target.loops().post(loop, router -> router.publish(account, message));
        }
    }
}

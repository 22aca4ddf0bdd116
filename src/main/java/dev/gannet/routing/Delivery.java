package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.FrameRewriter;
import dev.gannet.protocol.PublishFrame;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to the outboxes of their targets. A delivery is {@code MSG subject }, which the plan holds, the sid and
 * a space, which the subscription holds, and the tail of the publisher's own bytes.
 *
 * <p><b>Owner:</b> its event loop.
 *
 * <p><b>Hot path:</b> {@link #deliver} allocates nothing.
 */
final class Delivery {
    private static final int VERB_BYTES = 5; // HMSG and the space behind it.
    private static final long MSG = 'M' | 'S' << 8 | 'G' << 16 | (long) ' ' << 24;

    private final Staging staging;
    private final int loop;
    private final FrameRewriter imported = new FrameRewriter();
    private boolean dropsForNearlyFull;
    private long random;

    /**
     * @param dropsForNearlyFull whether a message is dropped for a target that is far behind, instead of slowing its
     *     publisher down (CP-198)
     * @param seed where the choice of queue members begins
     */
    Delivery(Staging staging, boolean dropsForNearlyFull, long seed) {
        this.staging = staging;
        this.loop = staging.loop();
        this.dropsForNearlyFull = dropsForNearlyFull;
        this.random = seed | 1;
    }

    void reload(boolean dropsForNearlyFull) {
        this.dropsForNearlyFull = dropsForNearlyFull;
    }

    /** Delivers to every target of a plan that asks for no look at each message. */
    void deliver(Plan plan, PublishFrame frame) {
        SidGroup[] groups = plan.groups;
        for (int i = 0; i < groups.length; i++) {
            share(plan, groups[i], frame);
        }
        Subscription[] single = plan.single;
        for (int i = 0, n = plan.singleCount; i < n; i++) {
            append(plan, single[i], frame);
        }
        for (int i = 0, n = plan.queueCount; i < n; i++) {
            Subscription[] members = plan.queues[i];
            append(plan, members[choose(members.length)], frame);
        }
    }

    /**
     * Delivers with a look at each target: to none that has had its last message, that is {@code except}, or that
     * refuses.
     *
     * @return how many got the message
     */
    int deliverWithCare(Plan plan, PublishFrame frame, @Nullable Outbox except) {
        int count = 0;
        for (SidGroup group : plan.groups) {
            for (Subscription subscription : group.subscriptions) {
                count += deliverOne(plan, subscription, frame, except) ? 1 : 0;
            }
        }
        for (int i = 0; i < plan.singleCount; i++) {
            count += deliverOne(plan, plan.single[i], frame, except) ? 1 : 0;
        }
        for (int i = 0; i < plan.queueCount; i++) {
            Subscription[] members = plan.queues[i];
            int start = choose(members.length);
            for (int probe = 0; probe < members.length; probe++) {
                if (deliverOne(plan, members[(start + probe) % members.length], frame, except)) {
                    count++;
                    break;
                }
            }
        }
        return count;
    }

    /** Delivers to one member of a queue. Returns whether one took it. */
    boolean deliverToOne(SharedQueue queue, PublishFrame frame, @Nullable Outbox except) {
        int count = queue.members.length;
        int start = choose(count);
        for (int probe = 0; probe < count; probe++) {
            int i = (start + probe) % count;
            if (deliverOne(queue.plans[i], queue.members[i], frame, except)) {
                return true;
            }
        }
        return false;
    }

    long nowNanos() {
        return staging.nowNanos();
    }

    int loop() {
        return loop;
    }

    /** Delivers to one subscription, unless it is closed or has had its last message. Returns whether it did. */
    boolean deliverOne(Plan plan, Subscription subscription, PublishFrame frame, @Nullable Outbox except) {
        if (subscription.isClosed() || subscription.outbox() == except) {
            return false;
        }
        long left = 1;
        if (subscription.deliveriesMax() > 0) {
            left = subscription.takeDelivery(loop);
            if (left < 0) {
                // What another loop delivered was counted after the limit was set.
                end(subscription);
                return false;
            }
            subscription.delivered(loop, -1); // It is counted again where it is appended.
        }
        Subscriber subscriber = subscription.subscriber();
        if (subscriber.isInternal()) {
            byte[] subject = plan.importedAs();
            hand(subscription, subject == null ? frame : imported.withSubject(frame, subject));
            return true; // It has no limit.
        }
        if (subscriber.inspectsDeliveries()) {
            subscriber.delivered(subscription, frame, loop);
        }
        if (frame.hasHeaders() && !subscriber.headers()) {
            appendWithoutHeaders(plan, subscription, frame);
        } else {
            append(plan, subscription, frame);
        }
        if (left == 0) {
            end(subscription);
        }
        return true;
    }

    /** Delivers to a part of the server, which takes the message as it is in the frame. */
    void hand(Subscription subscription, PublishFrame frame) {
        subscription.subscriber().delivered(subscription, frame, loop);
        subscription.delivered(loop, 1);
    }

    private static void end(Subscription subscription) {
        subscription.close();
        subscription.subscriber().exhausted(subscription);
    }

    private void share(Plan plan, SidGroup group, PublishFrame frame) {
        int tailLength = frame.end() - frame.tail();
        Subscription any = group.subscriptions[0];
        Chunk out = staging.share(group, plan.headLength + any.sidLength() + tailLength + 1);
        if (out == null) {
            for (Subscription subscription : group.subscriptions) {
                append(plan, subscription, frame);
            }
            return;
        }
        render(out, plan, any, frame, tailLength);
    }

    private void append(Plan plan, Subscription subscription, PublishFrame frame) {
        Outbox outbox = subscription.outbox();
        if (drops(outbox)) {
            return;
        }
        int tailLength = frame.end() - frame.tail();
        int length = plan.headLength + subscription.sidLength() + tailLength + 1;
        if (length > Staging.CHUNK_BYTES) {
            appendLarge(plan, subscription, frame);
        } else {
            render(staging.stage(outbox, length), plan, subscription, frame, tailLength);
        }
        subscription.delivered(loop, 1);
    }

    private static void render(Chunk out, Plan plan, Subscription subscription, PublishFrame frame, int tailLength) {
        int at = out.written;
        if (frame.hasHeaders()) {
            out.putByte(at++, (byte) 'H');
        }
        long[] head = plan.head;
        int headLength = plan.headLength;
        for (int i = 0; (i << 3) < headLength; i++) {
            out.putLong(at + (i << 3), head[i]);
        }
        at += headLength;
        long[] sid = subscription.sidWords();
        for (int i = 0; i < sid.length; i++) {
            out.putLong(at + (i << 3), sid[i]);
        }
        at += subscription.sidLength();
        out.copy(frame.chunk(), frame.tail(), at, tailLength);
        out.written = at + tailLength;
        out.messages++;
        out.messageBytes += frame.size();
    }

    /** Returns the target of a plan that has one, or one of its queue. */
    Subscription oneOf(Plan plan) {
        return plan.singleCount == 1 ? plan.single[0] : plan.queues[0][choose(plan.queues[0].length)];
    }

    /** Delivers to one subscription a message that shows another subject, which stands in the frame's chunk. */
    void append(Subscription subscription, PublishFrame frame, int shownStart, int shownLength) {
        Outbox outbox = subscription.outbox();
        if (drops(outbox)) {
            return;
        }
        int tailLength = frame.end() - frame.tail();
        int length = VERB_BYTES + shownLength + 1 + subscription.sidLength() + tailLength;
        boolean fits = length <= Staging.CHUNK_BYTES;
        int bodyStart = frame.bodyStart();
        int copied = fits ? tailLength : bodyStart - frame.tail();
        int staged = fits ? length : length - tailLength + copied;
        Chunk out = staged <= Staging.CHUNK_BYTES ? staging.stage(outbox, staged) : Chunk.allocate(staged);
        int at = out.written;
        if (frame.hasHeaders()) {
            out.putByte(at++, (byte) 'H');
        }
        out.putLong(at, MSG);
        at += VERB_BYTES - 1;
        out.copy(frame.chunk(), shownStart, at, shownLength);
        at += shownLength;
        out.putByte(at++, (byte) ' ');
        long[] sid = subscription.sidWords();
        for (int i = 0; i < sid.length; i++) {
            out.putLong(at + (i << 3), sid[i]);
        }
        at += subscription.sidLength();
        out.copy(frame.chunk(), frame.tail(), at, copied);
        out.written = at + copied;
        out.messages++;
        out.messageBytes += frame.size();
        if (staged > Staging.CHUNK_BYTES) {
            staging.writeThrough(outbox, out, 0, out.written);
        }
        if (!fits) {
            staging.writeThrough(outbox, frame.chunk(), bodyStart, frame.end());
        }
        subscription.delivered(loop, 1);
    }

    /** The line is staged; the body goes from the publisher's buffer to the socket. */
    private void appendLarge(Plan plan, Subscription subscription, PublishFrame frame) {
        Outbox outbox = subscription.outbox();
        int bodyStart = frame.bodyStart();
        int lineLength = bodyStart - frame.tail();
        int length = plan.headLength + subscription.sidLength() + lineLength + 1;
        if (length > Staging.CHUNK_BYTES) {
            // Where lines may be that long, names may not fit a chunk.
            Chunk line = Chunk.allocate(length);
            render(line, plan, subscription, frame, lineLength);
            staging.writeThrough(outbox, line, 0, line.written);
        } else {
            render(staging.stage(outbox, length), plan, subscription, frame, lineLength);
        }
        staging.writeThrough(outbox, frame.chunk(), bodyStart, frame.end());
    }

    /** For a client that takes no headers: the payload alone (CP-119). */
    private void appendWithoutHeaders(Plan plan, Subscription subscription, PublishFrame frame) {
        Outbox outbox = subscription.outbox();
        int payload = frame.size() - Math.max(0, frame.headerLength());
        String reply = frame.replyLength() == 0
                ? ""
                : new String(frame.chunk().bytes(frame.tail(), frame.replyLength()), ISO_8859_1) + " ";
        byte[] line = (subscription.sid() + " " + reply + payload + "\r\n").getBytes(ISO_8859_1);
        int length = plan.headLength + line.length + Long.BYTES;
        boolean fits = length <= Staging.CHUNK_BYTES;
        Chunk out = fits ? staging.stage(outbox, length) : Chunk.allocate(length);
        for (int i = 0; (i << 3) < plan.headLength; i++) {
            out.putLong(out.written + (i << 3), plan.head[i]);
        }
        out.written += plan.headLength;
        out.append(line);
        out.messages++;
        out.messageBytes += payload;
        int from = frame.end() - payload - 2;
        if (fits && out.room() >= payload + 2) {
            out.append(frame.chunk(), from, payload + 2);
        } else {
            if (!fits) {
                staging.writeThrough(outbox, out, 0, out.written);
            }
            staging.writeThrough(outbox, frame.chunk(), from, frame.end());
        }
        subscription.delivered(loop, 1);
    }

    /** Returns whether a message for this target is dropped now. */
    boolean drops(Outbox target) {
        return dropsForNearlyFull && target.isNearlyFull();
    }

    /** Returns a random number from zero on and below {@code count}. */
    int choose(int count) {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return (int) (((x >>> 32) * count) >>> 32);
    }
}

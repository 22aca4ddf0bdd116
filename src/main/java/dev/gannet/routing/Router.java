package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.account.PublishScope;
import dev.gannet.base.Chunk;
import dev.gannet.interest.Matches;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.protocol.StoredFrame;
import dev.gannet.subject.SubjectKey;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.TraceHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Routes the messages that one event loop reads: finds or makes the plan of a subject, and delivers by it.
 *
 * <p><b>Owner:</b> its event loop.
 *
 * <p><b>Hot path:</b> a message on a subject with a current plan allocates nothing, and neither does one on a subject
 * that is seen for the first time.
 */
public final class Router {
    /** Returned by {@link #publish} where the publisher may not publish to the subject. */
    public static final int DENIED = -1;

    /** Returned by {@link #publish} where the message is to be {@linkplain #draw drawn} first. */
    public static final int UNDRAWN = -2;

    private final Delivery delivery;
    private final TracedDelivery traced;
    private final MatchCache cache = new MatchCache();
    private final Sightings sightings = new Sightings();
    private final Planner planner;
    private final ServiceCalls calls = new ServiceCalls(this);
    private final DrawnSubjects draws;
    private Plan once;
    private Plan onceAbroad; // What was planned for the message at home is still asked for when it has been abroad.
    private final OwnMessages own = new OwnMessages();
    private byte[] subject;

    /**
     * @param subjectLengthMax the longest subject that can come
     * @param dropsForNearlyFull whether messages for targets far behind are dropped instead of slowing their publishers
     * @param seed where the choice of queue members begins
     */
    public Router(Staging staging, int subjectLengthMax, boolean dropsForNearlyFull, long seed) {
        this.delivery = new Delivery(staging, dropsForNearlyFull, seed);
        this.traced = new TracedDelivery(delivery);
        this.draws = new DrawnSubjects(delivery::choose);
        this.planner = new Planner(staging.loop(), delivery::choose);
        this.once = new Plan(subjectLengthMax);
        this.onceAbroad = new Plan(subjectLengthMax);
        this.subject = new byte[subjectLengthMax];
    }

    /** Takes over other settings; see the constructor. */
    public void reload(int subjectLengthMax, boolean dropsForNearlyFull) {
        if (subjectLengthMax > subject.length) {
            makeRoom(subjectLengthMax);
        }
        delivery.reload(dropsForNearlyFull);
    }

    private void makeRoom(int length) {
        once = new Plan(length);
        onceAbroad = new Plan(length);
        subject = new byte[length];
    }

    /** Returns what is known of the frame's subject for publishers of {@code scope}. */
    public SubjectKey resolve(PublishScope scope, PublishFrame frame, long subjectHash) {
        Chunk in = frame.chunk();
        int start = frame.subjectStart();
        int length = frame.subjectLength();
        long hash = subjectHash ^ scope.salt();
        Plan plan = cache.find(scope, in, start, length, hash);
        if (plan != null && plan.isCurrent()) {
            return plan;
        }
        in.copyOut(start, subject, 0, length);
        if (plan == null) {
            if (!sightings.seen(hash)) {
                return fillOnce(scope.isImported() ? onceAbroad : once, scope, length);
            }
            plan = new Plan(scope, Arrays.copyOf(subject, length), hash);
            cache.add(plan);
        }
        int before = plan.targetCount();
        planner.fill(plan, scope, subject, length, true);
        cache.grown(plan, plan.targetCount() - before);
        return plan;
    }

    public boolean isCurrent(SubjectKey key) {
        return ((Plan) key).isCurrent();
    }

    /**
     * Delivers a message.
     *
     * @param key what {@link #resolve} returned for it
     * @param except who does not get it although it subscribes (CP-192), or null
     * @return how many got it, or just one for some, or {@link #DENIED}, or {@link #UNDRAWN}
     */
    public int publish(SubjectKey key, PublishFrame frame, @Nullable Outbox except) {
        Plan plan = (Plan) key;
        if ((plan.flags & (Plan.DENIED | Plan.DRAWN)) != 0) {
            return (plan.flags & Plan.DRAWN) != 0 ? UNDRAWN : DENIED;
        }
        return deliver(plan, frame, except, 0);
    }

    /** Returns whether the publisher may not publish to the subject. */
    public boolean isDenied(SubjectKey key) {
        return (((Plan) key).flags & Plan.DENIED) != 0;
    }

    /** Delivers a message whose publisher has a permit for it that the plan does not know: a reply it was asked for. */
    public int publishPermitted(SubjectKey key, PublishFrame frame, @Nullable Outbox except) {
        return deliver((Plan) key, frame, except, 0);
    }

    /**
     * Delivers a message that may be published, and notes what becomes of it.
     *
     * @return how many got it, or would have got it if the trace did not ask for itself only
     */
    public int publishTraced(SubjectKey key, PublishFrame frame, @Nullable Outbox except, MessageTrace trace) {
        return deliverTraced(new TracedDelivery.Traced((Plan) key, frame, except, trace), 0);
    }

    /** Returns whether the subject of each message is drawn by itself. */
    public boolean isDrawn(SubjectKey key) {
        return (((Plan) key).flags & Plan.DRAWN) != 0;
    }

    /** Returns a message with the subject that was drawn for it, or null if it is lost; valid until the next one. */
    public @Nullable PublishFrame draw(SubjectKey key, PublishFrame frame) {
        return draws.map((Plan) key, frame, 0);
    }

    /** Returns what is known of the subject that was drawn for a message, for the publishers that {@code key} is for. */
    public SubjectKey resolveDrawn(SubjectKey key, PublishFrame drawn) {
        return resolve(((Plan) key).madeFor().afterMapping(), drawn);
    }

    /** Returns the subject that a message goes to in its account; not to be changed. */
    public byte[] subjectOf(SubjectKey key, PublishFrame frame) {
        return ((Plan) key).subjectOf(frame);
    }

    /** Returns whether messages go to another subject, which is {@link #subjectOf}. */
    public boolean isMapped(SubjectKey key) {
        return ((Plan) key).mappedTo != null;
    }

    /** Returns whether something that happens to {@code percent} of a hundred happens now. */
    public boolean happens(int percent) {
        return delivery.choose(100) < percent;
    }

    /** Returns whether a permit for the subject would count: it is not one of the server's own. */
    public boolean isPermittable(SubjectKey key) {
        return (((Plan) key).flags & Plan.RESERVED) == 0;
    }

    /**
     * Publishes a message of the server's own in an account: to whoever subscribes there and may receive it, be the
     * subject reserved or not. Called between two messages of clients, or behind the last step of one; never from
     * within a delivery.
     *
     * @param message with a subject of at most {@link #subjectLengthMax} bytes
     * @return how many got it, or just one for some
     */
    public int publish(Account account, ServerMessage message) {
        if (message.subject().length() > subject.length) {
            throw new IllegalArgumentException(
                    "subject: " + message.subject().length() + " bytes (expected: <= " + subject.length + ")");
        }
        return publish(account, own.write(message));
    }

    /** Publishes a message of the server's own as it lies in a buffer; the same as {@link #publish(Account, ServerMessage)}. */
    public int publish(Account account, PublishFrame frame) {
        return deliver(resolve(account.scope(null).afterMapping(), frame), frame, null, 0);
    }

    /** Returns what is known of the subject of a message of the server's own in an account; valid until it is asked again. */
    public SubjectKey resolve(Account account, PublishFrame frame) {
        return resolve(account.scope(null).afterMapping(), frame);
    }

    /** Returns whether anybody subscribes to a subject. */
    public boolean isHeard(SubjectKey key) {
        return !((Plan) key).leadsNowhere();
    }

    /**
     * Delivers a message of the server's own that shows another subject than the one it goes to.
     *
     * @param key what {@link #resolve(Account, PublishFrame)} has just returned for it
     * @return how many got it, or just one for some
     */
    public int publishStored(SubjectKey key, PublishFrame frame, StoredFrame stored) {
        Plan plan = (Plan) key;
        if (plan.hasOneTarget()) {
            Subscription only = delivery.oneOf(plan);
            delivery.append(only, frame, stored.shownStart(), stored.shownLength());
            return 1;
        }
        if (plan.leadsNowhere()) {
            return 0;
        }
        Plan shown = Plan.showing(frame.chunk().bytes(stored.shownStart(), stored.shownLength()));
        planner.fill(
                shown,
                plan.madeFor(),
                frame.chunk().bytes(frame.subjectStart(), frame.subjectLength()),
                frame.subjectLength(),
                false);
        return deliver(shown, frame, null, 0);
    }

    public int subjectLengthMax() {
        return subject.length;
    }

    /** Returns the message with another header block; valid until the server publishes something. */
    public PublishFrame withHeaders(PublishFrame frame, byte[] headers) {
        return own.withHeaders(frame, headers);
    }

    /** Returns whether who publishes in this scope may publish to a literal subject. */
    public boolean mayPublish(PublishScope scope, String literal) {
        byte[] bytes = literal.getBytes(ISO_8859_1);
        Permissions permissions = scope.permissions();
        return !Planner.isReserved(bytes, bytes.length, scope)
                && (permissions == null || permissions.mayPublish(bytes, 0, bytes.length));
    }

    /** Returns who subscribes to {@code literal} in an account; valid until the router is used again. */
    public Matches match(Account account, byte[] literal) {
        return planner.match(account.interest(), literal, literal.length);
    }

    /** Forgets what no longer holds; called now and then when there is time. */
    public void trim() {
        cache.dropStale();
    }

    /** Publishes a message that comes into an account from another; see {@link ServiceCalls}. */
    int publishImported(Account account, PublishFrame frame, int depth) {
        return deliver(resolve(account.imported(), frame), frame, null, depth);
    }

    /**
     * The same for a message that is traced.
     *
     * @param destination where others would tell of it from then on, or {@link TraceHeaders#DISABLED} if the trace ends
     */
    int publishImported(Account account, PublishFrame frame, int depth, TracedCall call, String destination) {
        MessageTrace trace = call.trace();
        Plan plan = resolve(account.imported(), frame);
        PublishFrame message = frame;
        if ((plan.flags & Plan.DRAWN) != 0) {
            message = draws.map(plan, frame, depth);
            if (message == null) {
                trace.serviceImported(account.name(), call.from(), "");
                return 0;
            }
            plan = resolve(plan.madeFor().afterMapping(), message);
        }
        trace.serviceImported(account.name(), call.from(), new String(plan.subjectOf(message), ISO_8859_1));
        boolean ends = destination.equals(TraceHeaders.DISABLED);
        if (ends && trace.only()) {
            return 0;
        }
        byte[] headers = message.chunk().bytes(message.bodyStart(), Math.max(0, message.headerLength()));
        // In bytes of its own: what it was made from may go elsewhere as well.
        PublishFrame marked =
                new OwnMessages().withHeaders(message, TraceHeaders.withDestination(headers, destination));
        return ends
                ? deliver(plan, marked, null, depth)
                : deliverTraced(new TracedDelivery.Traced(plan, marked, null, trace), depth);
    }

    /** The same for a message of the server's making, whose subject may be of any length. */
    private Plan resolve(PublishScope scope, PublishFrame frame) {
        if (frame.subjectLength() > subject.length) {
            makeRoom(frame.subjectLength());
        }
        long hash = SubjectKey.hash(frame.chunk(), frame.subjectStart(), frame.subjectLength());
        return (Plan) resolve(scope, frame, hash);
    }

    /** Delivers a message from another account to where its mapping draws it this time. */
    private int deliverDrawn(Plan plan, PublishFrame frame, @Nullable Outbox except, int depth) {
        PublishFrame drawn = draws.map(plan, frame, depth);
        return drawn == null ? 0 : deliver(resolve(plan.madeFor().afterMapping(), drawn), drawn, except, depth);
    }

    long nowNanos() {
        return delivery.nowNanos();
    }

    private int deliver(Plan plan, PublishFrame frame, @Nullable Outbox except, int depth) {
        int flags = plan.flags;
        int count = 0;
        if (!plan.hasNoTarget()) {
            boolean care = except != null
                    || (flags & Plan.EACH_MESSAGE) != 0
                    || ((flags & Plan.HEADERS_STRIPPED) != 0 && frame.hasHeaders());
            if (care) {
                count = delivery.deliverWithCare(plan, frame, except);
            } else {
                delivery.deliver(plan, frame);
                count = 1;
            }
        }
        return (flags & Plan.CROSSES) == 0 ? count : count + cross(plan, frame, except, depth);
    }

    private int cross(Plan plan, PublishFrame frame, @Nullable Outbox except, int depth) {
        if ((plan.flags & Plan.DRAWN) != 0) {
            return deliverDrawn(plan, frame, except, depth);
        }
        int count = 0;
        for (Plan crossing : plan.crossings) {
            count += deliver(crossing, frame, except, depth);
        }
        for (SharedQueue queue : plan.sharedQueues) {
            count += delivery.deliverToOne(queue, frame, except) ? 1 : 0;
        }
        return count + calls.call(plan, frame, depth, null);
    }

    private int deliverTraced(TracedDelivery.Traced message, int depth) {
        Plan plan = message.plan();
        Account account = plan.madeFor().account();
        int count = traced.deliver(message, match(account, message.subject()));
        return count + calls.call(plan, message.frame(), depth, message.trace());
    }

    private Plan fillOnce(Plan plan, PublishScope scope, int length) {
        plan.render(subject, length);
        planner.fill(plan, scope, subject, length, false);
        return plan;
    }
}

package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.account.PublishScope;
import dev.gannet.base.Chunk;
import dev.gannet.interest.Interest;
import dev.gannet.interest.Matches;
import dev.gannet.interest.QueueGroup;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.subject.SubjectKey;
import dev.gannet.tracing.MessageTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final String[] RESERVED = {"_GR_.", "$GR."}; // CP-164
    private static final String RAFT = "$NRG."; // CP-165
    private static final int GROUP_MIN = 2;

    private final int loop;
    private final Delivery delivery;
    private final TracedDelivery traced;
    private final MatchCache cache = new MatchCache();
    private final Sightings sightings = new Sightings();
    private final Matches matches = new Matches();
    private Plan once;
    private final OwnMessages own = new OwnMessages();
    private byte[] subject;

    /**
     * @param subjectLengthMax the longest subject that can come
     * @param dropsForNearlyFull whether messages for targets far behind are dropped instead of slowing their publishers
     * @param seed where the choice of queue members begins
     */
    public Router(Staging staging, int subjectLengthMax, boolean dropsForNearlyFull, long seed) {
        this.loop = staging.loop();
        this.delivery = new Delivery(staging, dropsForNearlyFull, seed);
        this.traced = new TracedDelivery(delivery);
        this.once = new Plan(subjectLengthMax);
        this.subject = new byte[subjectLengthMax];
    }

    /** Takes over other settings; see the constructor. */
    public void reload(int subjectLengthMax, boolean dropsForNearlyFull) {
        if (subjectLengthMax > subject.length) {
            once = new Plan(subjectLengthMax);
            subject = new byte[subjectLengthMax];
        }
        delivery.reload(dropsForNearlyFull);
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
                return fillOnce(scope, length);
            }
            plan = new Plan(scope, Arrays.copyOf(subject, length), hash);
            cache.add(plan);
        }
        int before = plan.targetCount();
        fill(plan, scope, length, true);
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
     * @return how many got it, or just one for some, or {@link #DENIED}
     */
    public int publish(SubjectKey key, PublishFrame frame, @Nullable Outbox except) {
        Plan plan = (Plan) key;
        if ((plan.flags & Plan.DENIED) != 0) {
            return DENIED;
        }
        return deliver(plan, frame, except);
    }

    /** Returns whether the publisher may not publish to the subject. */
    public boolean isDenied(SubjectKey key) {
        return (((Plan) key).flags & Plan.DENIED) != 0;
    }

    /** Delivers a message whose publisher has a permit for it that the plan does not know: a reply it was asked for. */
    public int publishPermitted(SubjectKey key, PublishFrame frame, @Nullable Outbox except) {
        return deliver((Plan) key, frame, except);
    }

    /**
     * Delivers a message that may be published, and notes what becomes of it.
     *
     * @return how many got it, or would have got it if the trace did not ask for itself only
     */
    public int publishTraced(
            SubjectKey key, PublishFrame frame, @Nullable Outbox except, Account account, MessageTrace trace) {
        TracedDelivery.Traced message = new TracedDelivery.Traced((Plan) key, frame, except, trace);
        return traced.deliver(message, match(account, message.subject()));
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
        PublishFrame frame = own.write(message);
        long hash = SubjectKey.hash(frame.chunk(), frame.subjectStart(), frame.subjectLength());
        return deliver((Plan) resolve(account.scope(null), frame, hash), frame, null);
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
        return !isReserved(bytes, bytes.length, scope)
                && (permissions == null || permissions.mayPublish(bytes, 0, bytes.length));
    }

    /** Returns who subscribes to {@code literal} in an account; valid until the router is used again. */
    public Matches match(Account account, byte[] literal) {
        account.interest().match(literal, 0, literal.length, matches);
        return matches;
    }

    /** Forgets what no longer holds; called now and then when there is time. */
    public void trim() {
        cache.dropStale();
    }

    private int deliver(Plan plan, PublishFrame frame, @Nullable Outbox except) {
        if (plan.hasNoTarget()) {
            return 0;
        }
        int flags = plan.flags;
        if (flags != 0 || except != null) {
            boolean care = except != null
                    || (flags & Plan.EACH_MESSAGE) != 0
                    || ((flags & Plan.HEADERS_STRIPPED) != 0 && frame.hasHeaders());
            if (care) {
                return delivery.deliverWithCare(plan, frame, except);
            }
        }
        delivery.deliver(plan, frame);
        return 1;
    }

    private Plan fillOnce(PublishScope scope, int length) {
        Plan plan = once;
        byte[] bytes = subject;
        long[] head = plan.head;
        head[0] = 'M' | 'S' << 8 | 'G' << 16 | (long) ' ' << 24;
        Arrays.fill(head, 1, ((length + 4) >> 3) + 1, 0);
        for (int i = 0; i < length; i++) {
            int at = i + 4;
            head[at >> 3] |= (bytes[i] & 0xffL) << ((at & 7) << 3);
        }
        int space = length + 4;
        head[space >> 3] |= (long) ' ' << ((space & 7) << 3);
        plan.headLength = length + 5;
        fill(plan, scope, length, false);
        return plan;
    }

    /** Fills {@code plan} for the subject in {@link #subject}. */
    private void fill(Plan plan, PublishScope scope, int length, boolean grouped) {
        Interest interest = scope.account().interest();
        byte[] bytes = subject;
        plan.clear();
        plan.stamp(
                interest.generations(),
                interest.rootStripe(),
                interest.tokenStripe(bytes, length),
                interest.literalStripe(bytes, length));
        Permissions permissions = scope.permissions();
        if (isReserved(bytes, length, scope)) {
            plan.flags |= Plan.DENIED | Plan.RESERVED;
        } else if (permissions != null && !permissions.mayPublish(bytes, 0, length)) {
            plan.flags |= Plan.DENIED;
        }
        matches.clear();
        interest.match(bytes, 0, length, matches);
        addPlain(plan, length);
        addQueues(plan, length);
        if (grouped && (plan.flags & Plan.EACH_MESSAGE) == 0 && plan.singleCount >= GROUP_MIN) {
            group(plan);
        }
    }

    private void addPlain(Plan plan, int length) {
        int count = matches.plainCount();
        if (count == 0) {
            return;
        }
        Subscription[] plain = matches.plain();
        Subscription[] targets = plan == once ? roomFor(count) : new Subscription[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Subscription subscription = plain[i];
            if (takes(plan, subscription, length)) {
                targets[kept++] = subscription;
            }
        }
        plan.single = targets;
        plan.singleCount = kept;
    }

    private Subscription[] onceTargets = new Subscription[16];

    private Subscription[] roomFor(int count) {
        if (onceTargets.length < count) {
            onceTargets = new Subscription[Math.max(count, onceTargets.length * 2)];
        }
        return onceTargets;
    }

    private Subscription[][] onceQueues = new Subscription[4][];

    private void addQueues(Plan plan, int length) {
        int count = matches.queueCount();
        if (count == 0) {
            return;
        }
        if (plan == once && onceQueues.length < count) {
            onceQueues = new Subscription[count * 2][];
        }
        Subscription[][] queues = plan == once ? onceQueues : new Subscription[count][];
        QueueGroup[] groups = matches.queues();
        int kept = 0;
        boolean sameQueueKept = false;
        for (int i = 0; i < count; i++) {
            sameQueueKept &= matches.continuesQueue(i);
            Subscription[] members = takers(plan, groups[i].members(), length);
            if (members.length == 0) {
                continue;
            }
            if (sameQueueKept) {
                queues[kept - 1] = joined(queues[kept - 1], members);
            } else {
                queues[kept++] = members;
                sameQueueKept = true;
            }
        }
        plan.queues = queues;
        plan.queueCount = kept;
    }

    private static Subscription[] joined(Subscription[] first, Subscription[] second) {
        Subscription[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private Subscription[] takers(Plan plan, Subscription[] members, int length) {
        int refusing = 0;
        for (Subscription member : members) {
            refusing += takes(plan, member, length) ? 0 : 1;
        }
        if (refusing == 0) {
            return members;
        }
        Subscription[] takers = new Subscription[members.length - refusing];
        int kept = 0;
        for (Subscription member : members) {
            if (takes(plan, member, length)) {
                takers[kept++] = member;
            }
        }
        return takers;
    }

    private boolean takes(Plan plan, Subscription subscription, int length) {
        Subscriber subscriber = subscription.subscriber();
        if (subscription.isClosed() || !subscriber.mayReceive(subject, length, subscription.queue())) {
            return false;
        }
        if (subscription.deliveriesMax() != 0 || subscriber.inspectsDeliveries()) {
            plan.flags |= Plan.EACH_MESSAGE;
        }
        if (!subscriber.headers()) {
            plan.flags |= Plan.HEADERS_STRIPPED;
        }
        return true;
    }

    /** Moves targets that have a sid in common, each on a connection of its own, from the single ones to groups. */
    private void group(Plan plan) {
        Map<String, List<Subscription>> bySid = new LinkedHashMap<>();
        for (int i = 0; i < plan.singleCount; i++) {
            bySid.computeIfAbsent(plan.single[i].sid(), sid -> new ArrayList<>(2))
                    .add(plan.single[i]);
        }
        List<SidGroup> groups = new ArrayList<>();
        List<Subscription> rest = new ArrayList<>();
        for (List<Subscription> same : bySid.values()) {
            if (same.size() >= GROUP_MIN && areDistinct(same)) {
                groups.add(new SidGroup(same.toArray(Subscription[]::new), loop));
            } else {
                rest.addAll(same);
            }
        }
        plan.groups = groups.toArray(SidGroup[]::new);
        plan.single = rest.toArray(Subscription[]::new);
        plan.singleCount = rest.size();
    }

    private static boolean areDistinct(List<Subscription> subscriptions) {
        Set<Outbox> outboxes = new HashSet<>();
        for (Subscription subscription : subscriptions) {
            if (!outboxes.add(subscription.outbox())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isReserved(byte[] subject, int length, PublishScope scope) {
        byte first = length == 0 ? 0 : subject[0];
        if (first != '_' && first != '$') {
            return false;
        }
        for (String prefix : RESERVED) {
            // The bare prefix is nobody's: the reference lets it pass.
            if (length > prefix.length() && startsWith(subject, length, prefix)) {
                return true;
            }
        }
        return startsWith(subject, length, RAFT) && !scope.account().isSystem();
    }

    private static boolean startsWith(byte[] subject, int length, String prefix) {
        if (length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (subject[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

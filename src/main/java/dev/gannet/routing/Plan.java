package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.PublishScope;
import dev.gannet.base.Words;
import dev.gannet.interest.Generations;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.subject.SubjectKey;
import dev.gannet.subject.transform.SubjectMapping;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the messages of one scope on one subject: may they be published, who gets them, what each delivery
 * begins with, and which steps are left to be done for each message. It holds until the interest it was made from
 * changes.
 *
 * <p>A plan of the cache is made once and used for many messages. The one plan of a loop for subjects that were not seen
 * before, as unique replies are, is filled anew for each of them.
 *
 * <p><b>Owner:</b> one event loop.
 */
final class Plan extends SubjectKey {
    /** The publisher may not publish to this subject. */
    static final int DENIED = 1;

    /** The subject is the server's own: no permit helps. Comes with {@link #DENIED}. */
    static final int RESERVED = 8;

    /** Some target needs a look at each message: it counts its deliveries, notes replies, or is traced. */
    static final int EACH_MESSAGE = 2;

    /** Some target takes no headers, so a message with headers needs a look. */
    static final int HEADERS_STRIPPED = 4;

    /** It leads into other accounts: see what stands under {@link #crossings}. */
    static final int CROSSES = 16;

    /** The subject is one that answers to requests of other accounts go to. Comes with {@link #CROSSES}. */
    static final int ANSWERS = 32;

    /** Each message's subject is mapped by itself, and its targets are those of another plan. Comes with {@link #CROSSES}. */
    static final int DRAWN = 64;

    private static final String MSG = "MSG ";
    private static final SidGroup[] NO_GROUPS = {};
    private static final Subscription[] NONE = {};
    private static final Plan[] NO_CROSSINGS = {};
    private static final SharedQueue[] NO_SHARED_QUEUES = {};
    private static final ServiceRoute[] NO_SERVICES = {};
    private static final Subscription[][] NO_QUEUES = {};

    final @Nullable PublishScope scope;
    int flags;

    /** {@code MSG subject } as words; of {@code headLength} bytes. */
    long[] head;

    int headLength;

    SidGroup[] groups = NO_GROUPS;

    /** Plain subscriptions that are in no group. */
    Subscription[] single = NONE;

    int singleCount;

    /** For each queue group that matches, its members. */
    Subscription[][] queues = NO_QUEUES;

    int queueCount;

    /** For each import of a stream that has takers, those, with the subject that the importer has for it. */
    Plan[] crossings = NO_CROSSINGS;

    /** Queues with members in several accounts. */
    SharedQueue[] sharedQueues = NO_SHARED_QUEUES;

    /** Services of other accounts that are asked. */
    ServiceRoute[] services = NO_SERVICES;

    /** Whose messages the plan was made for. */
    private @Nullable PublishScope madeFor;

    /** Where messages go instead of the plan's own subject, or null if that is where they go. */
    byte @Nullable [] mappedTo;

    /** What the subject is called where the targets are, if they are in an account that imports it; or null. */
    private byte @Nullable [] importedAs;

    /** How each message's subject is mapped if the plan is {@link #DRAWN}, or null. */
    @Nullable
    SubjectMapping drawnBy;

    private @Nullable Generations generations;
    private int firstStripe;
    private int secondStripe;
    private int thirdStripe;
    private int stamp;

    /** Makes a plan for the cache. */
    Plan(@Nullable PublishScope scope, byte[] subject, long hash) {
        super(subject, hash);
        this.scope = scope;
        byte[] rendered = (MSG + new String(subject, ISO_8859_1) + " ").getBytes(ISO_8859_1);
        this.head = Words.of(rendered);
        this.headLength = rendered.length;
    }

    /** Makes the plan of a loop that is filled anew for each subject. */
    Plan(int subjectLengthMax) {
        this.scope = null;
        this.head = new long[(subjectLengthMax + MSG.length() + 1) / Long.BYTES + 1];
    }

    /** Makes a part of another plan: what goes to an importer, which has this subject for it. */
    static Plan crossing(byte[] subject) {
        Plan plan = new Plan(null, subject, 0);
        plan.importedAs = subject;
        return plan;
    }

    /** Makes a plan for one message that shows this subject. */
    static Plan showing(byte[] subject) {
        return new Plan(null, subject, 0);
    }

    /** Returns whether a subscription gets a message on a subject, and takes note of what it asks for. */
    boolean takes(Subscription subscription, byte[] subject, int length) {
        Subscriber subscriber = subscription.subscriber();
        if (subscription.isClosed() || !subscriber.mayReceive(subject, length, subscription.queue())) {
            return false;
        }
        if (subscription.deliveriesMax() != 0 || subscriber.inspectsDeliveries()) {
            flags |= EACH_MESSAGE;
        }
        if (!subscriber.headers()) {
            flags |= HEADERS_STRIPPED;
        }
        return true;
    }

    /** Returns whose messages the plan was made for. */
    PublishScope madeFor() {
        if (madeFor == null) {
            throw new IllegalStateException("scope: none (expected: that of a plan that was made)");
        }
        return madeFor;
    }

    /** Takes note of the scope and the interest that the plan is made from, before it is asked. */
    void stamp(PublishScope publishers, int first, int second, int third) {
        Generations source = publishers.account().interest().generations();
        madeFor = publishers;
        generations = source;
        firstStripe = first;
        secondStripe = second;
        thirdStripe = third;
        stamp = source.stamp(first, second, third);
    }

    /** Returns whether nothing has changed since the plan was made. */
    boolean isCurrent() {
        Generations source = generations;
        return source != null && source.stamp(firstStripe, secondStripe, thirdStripe) == stamp;
    }

    /** Returns the subject that a message goes to in its account; not to be changed. */
    byte[] subjectOf(PublishFrame frame) {
        byte[] to = mappedTo;
        return to != null ? to : frame.chunk().bytes(frame.subjectStart(), frame.subjectLength());
    }

    boolean hasNoTarget() {
        return groups.length == 0 && singleCount == 0 && queueCount == 0;
    }

    /** Returns how many targets the plan keeps names of for itself; members of queue groups belong to those. */
    int targetCount() {
        int count = single.length;
        for (SidGroup group : groups) {
            count += group.subscriptions.length;
        }
        for (Plan crossing : crossings) {
            count += 1 + crossing.targetCount();
        }
        return count;
    }

    /** Takes over plain targets of a part, for which {@link #single} has room. */
    void join(Plan part, List<Subscription> plain) {
        flags |= part.flags;
        for (Subscription subscription : plain) {
            single[singleCount++] = subscription;
        }
    }

    /** From now on, until the plan is filled again, all targets are in an account that calls the subject so. */
    void rename(byte[] subject) {
        render(subject, subject.length);
        importedAs = subject;
    }

    /** Returns what the subject is called where the targets are, or null if it is not another account's; not to be changed. */
    byte @Nullable [] importedAs() {
        return importedAs;
    }

    /** Returns whether there is one target, or one of a queue, and nothing else to do. */
    boolean hasOneTarget() {
        return flags == 0 && singleCount + queueCount == 1 && groups.length == 0;
    }

    /** Returns whether nobody can get a message. */
    boolean leadsNowhere() {
        return hasNoTarget() && (flags & CROSSES) == 0;
    }

    /** Returns whether deliveries begin with another subject than the plan is found by. */
    boolean isRenamed() {
        return importedAs != null || mappedTo != null;
    }

    /** Takes the targets out again. */
    void clear() {
        flags = 0;
        groups = NO_GROUPS;
        single = NONE;
        singleCount = 0;
        queues = NO_QUEUES;
        queueCount = 0;
        crossings = NO_CROSSINGS;
        sharedQueues = NO_SHARED_QUEUES;
        services = NO_SERVICES;
        drawnBy = null;
    }

    /** From now on deliveries begin with this subject. */
    void render(byte[] subject, int length) {
        int words = (length + MSG.length() + 1 + Long.BYTES - 1) / Long.BYTES;
        if (head.length < words) {
            head = new long[words];
        }
        Arrays.fill(head, 0, words, 0);
        head[0] = 'M' | 'S' << 8 | 'G' << 16 | (long) ' ' << 24;
        for (int i = 0; i < length; i++) {
            int at = i + MSG.length();
            head[at >> 3] |= (subject[i] & 0xffL) << ((at & 7) << 3);
        }
        int space = length + MSG.length();
        head[space >> 3] |= (long) ' ' << ((space & 7) << 3);
        headLength = space + 1;
        importedAs = null;
    }
}

package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.PublishScope;
import dev.gannet.base.Words;
import dev.gannet.interest.Generations;
import dev.gannet.interest.Subscription;
import dev.gannet.subject.SubjectKey;
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

    private static final String MSG = "MSG ";
    private static final SidGroup[] NO_GROUPS = {};
    private static final Subscription[] NONE = {};
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

    private @Nullable Generations generations;
    private int firstStripe;
    private int secondStripe;
    private int thirdStripe;
    private int stamp;

    /** Makes a plan for the cache. */
    Plan(PublishScope scope, byte[] subject, long hash) {
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

    /** Takes note of the interest that the plan is made from, before it is asked. */
    void stamp(Generations source, int first, int second, int third) {
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

    boolean hasNoTarget() {
        return groups.length == 0 && singleCount == 0 && queueCount == 0;
    }

    /** Returns how many targets the plan keeps names of for itself; members of queue groups belong to those. */
    int targetCount() {
        int count = single.length;
        for (SidGroup group : groups) {
            count += group.subscriptions.length;
        }
        return count;
    }

    /** Takes the targets out again. */
    void clear() {
        flags = 0;
        groups = NO_GROUPS;
        single = NONE;
        singleCount = 0;
        queues = NO_QUEUES;
        queueCount = 0;
    }
}

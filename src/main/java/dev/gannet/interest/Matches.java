package dev.gannet.interest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whom a subject is for: filled by {@link Sublist#match}, read by the router, and filled again.
 *
 * <p>It also carries the working memory of a match, so that matching allocates only when a result or a subject is larger
 * than all before it.
 *
 * <p><b>Owner:</b> one event loop.
 */
public final class Matches {
    /** Larger arrays than this are given back by {@link #clear}, so that one large match does not stay for good. */
    private static final int RETAINED_MAX = 1 << 14;

    private static final int SUBJECT_LENGTH = 256;
    private static final int TOKEN_COUNT = 16;
    private static final int PLAIN_CAPACITY = 16;
    private static final int QUEUE_CAPACITY = 4;

    private final Tokens tokens = new Tokens(SUBJECT_LENGTH, TOKEN_COUNT);
    private final NodeStack pending = new NodeStack();
    private Subscription[] plain = new Subscription[PLAIN_CAPACITY];
    private QueueGroup[] queues = new QueueGroup[QUEUE_CAPACITY];
    private boolean[] continued = new boolean[QUEUE_CAPACITY];
    private int plainCount;
    private int queueCount;
    private int continuedCount;

    /** Returns an array that begins with the subscriptions without a queue; {@link #plainCount} says how many. */
    public Subscription[] plain() {
        return plain;
    }

    public int plainCount() {
        return plainCount;
    }

    /** Returns an array that begins with the queue groups, those of one queue name together. */
    public QueueGroup[] queues() {
        return queues;
    }

    /** Returns how many queue groups there are, which may be more than there are queues. */
    public int queueCount() {
        return queueCount;
    }

    /**
     * Returns whether group {@code index} has the same queue name as the one before it. Groups of one name under
     * different filters are one queue: one member of all of them gets the message.
     */
    public boolean continuesQueue(int index) {
        return continued[index];
    }

    public boolean isEmpty() {
        return plainCount + queueCount == 0;
    }

    /** Forgets the result; nothing in it is kept alive from here. */
    public void clear() {
        if (plain.length > RETAINED_MAX) {
            plain = new Subscription[PLAIN_CAPACITY];
        } else {
            Arrays.fill(plain, 0, plainCount, null);
        }
        if (queues.length > RETAINED_MAX) {
            queues = new QueueGroup[QUEUE_CAPACITY];
            continued = new boolean[QUEUE_CAPACITY];
        } else {
            Arrays.fill(queues, 0, queueCount, null);
        }
        plainCount = 0;
        queueCount = 0;
        continuedCount = 0;
    }

    Tokens tokens() {
        return tokens;
    }

    NodeStack pending() {
        return pending;
    }

    /** Returns how many deliveries a message makes: one for each plain subscription and each queue. */
    int fanout() {
        return plainCount + queueCount - continuedCount;
    }

    void addPlain(Subscription subscription) {
        growPlain(1);
        plain[plainCount++] = subscription;
    }

    void addPlain(@Nullable Slotted[] slots) {
        growPlain(slots.length);
        for (int i = 0; i < slots.length; i++) {
            Slotted subscription = SlotList.at(slots, i);
            if (subscription != null) {
                plain[plainCount++] = (Subscription) subscription;
            }
        }
    }

    /** Adds the groups of one filter, among which no name is there twice. */
    void addQueues(@Nullable Slotted[] slots) {
        boolean first = queueCount == 0;
        for (int i = 0; i < slots.length; i++) {
            Slotted group = SlotList.at(slots, i);
            if (group != null) {
                int same = first ? -1 : lastOfQueue(((QueueGroup) group).queue());
                insertQueue(same < 0 ? queueCount : same + 1, (QueueGroup) group, same >= 0);
            }
        }
    }

    private int lastOfQueue(String queue) {
        for (int i = queueCount - 1; i >= 0; i--) {
            if (queues[i].queue().equals(queue)) {
                return i;
            }
        }
        return -1;
    }

    private void insertQueue(int index, QueueGroup group, boolean continues) {
        if (queueCount == queues.length) {
            queues = Arrays.copyOf(queues, 2 * queueCount);
            continued = Arrays.copyOf(continued, 2 * queueCount);
        }
        System.arraycopy(queues, index, queues, index + 1, queueCount - index);
        System.arraycopy(continued, index, continued, index + 1, queueCount - index);
        queues[index] = group;
        continued[index] = continues;
        queueCount++;
        continuedCount += continues ? 1 : 0;
    }

    private void growPlain(int more) {
        if (plainCount + more > plain.length) {
            plain = Arrays.copyOf(plain, Math.max(plainCount + more, 2 * plain.length));
        }
    }
}

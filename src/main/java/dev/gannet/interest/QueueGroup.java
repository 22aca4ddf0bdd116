package dev.gannet.interest;

import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one filter and one queue name: part of a queue, or all of it.
 *
 * <p>A queue is told by its name alone: of all the groups with one name that match a subject, one member gets the
 * message ({@link Matches#continuesQueue}).
 *
 * <p><b>Owner:</b> members come and go under the sublist's lock and this object's own; any thread may read.
 */
public final class QueueGroup extends Slotted {
    private static final Subscription[] NO_MEMBERS = {};

    private final String subject;
    private final String queue;
    private final SlotList<Subscription> list = new SlotList<>();

    /** The members as an array for good, or null after a change until somebody asks: a burst of changes copies once. */
    private volatile Subscription @Nullable [] snapshot = NO_MEMBERS;

    QueueGroup(String subject, String queue) {
        this.subject = subject;
        this.queue = queue;
    }

    /** Returns the filter. */
    public String subject() {
        return subject;
    }

    /** Returns the name of the queue. */
    public String queue() {
        return queue;
    }

    /**
     * Returns the members at this moment. The array is never changed and must not be; it is empty if the last member
     * has left since the group was found.
     */
    public Subscription[] members() {
        Subscription[] current = snapshot;
        return current != null ? current : takeSnapshot();
    }

    synchronized void add(Subscription subscription) {
        list.add(subscription);
        snapshot = null;
    }

    /** Returns whether the subscription was a member. */
    synchronized boolean remove(Subscription subscription) {
        boolean removed = list.remove(subscription);
        if (removed) {
            snapshot = null;
        }
        return removed;
    }

    synchronized boolean isEmpty() {
        return list.size() == 0;
    }

    private synchronized Subscription[] takeSnapshot() {
        Subscription[] current = snapshot;
        if (current == null) {
            current = new Subscription[list.size()];
            list.copyTo(current);
            snapshot = current;
        }
        return current;
    }
}

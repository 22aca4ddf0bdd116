package dev.gannet.interest;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions to one filter where they are more than a single plain one: the plain ones, and the queue groups.
 *
 * <p><b>Owner:</b> written under the sublist's lock, read by any thread without one.
 */
final class Members {
    /** Up to this many groups are searched one by one; more get a map. */
    private static final int GROUPS_SCANNED_MAX = 8;

    private final SlotList<Subscription> plain = new SlotList<>();
    private volatile @Nullable SlotList<QueueGroup> groups;
    private @Nullable Map<String, QueueGroup> groupsByQueue;

    void add(Subscription subscription) {
        String queue = subscription.queue();
        if (queue == null) {
            plain.add(subscription);
            return;
        }
        QueueGroup group = group(queue);
        if (group != null) {
            group.add(subscription);
            return;
        }
        QueueGroup first = new QueueGroup(subscription.subject(), queue);
        first.add(subscription);
        addGroup(first);
    }

    /** Returns whether the subscription was here. */
    boolean remove(Subscription subscription) {
        String queue = subscription.queue();
        if (queue == null) {
            return plain.remove(subscription);
        }
        QueueGroup group = group(queue);
        if (group == null || !group.remove(subscription)) {
            return false;
        }
        if (group.isEmpty()) {
            removeGroup(group);
        }
        return true;
    }

    boolean isEmpty() {
        SlotList<QueueGroup> list = groups;
        return plain.size() == 0 && (list == null || list.size() == 0);
    }

    void addTo(Matches matches) {
        matches.addPlain(plain.slots());
        SlotList<QueueGroup> list = groups;
        if (list != null) {
            matches.addQueues(list.slots());
        }
    }

    void forEach(Consumer<Subscription> consumer) {
        @Nullable Slotted[] slots = plain.slots();
        for (int i = 0; i < slots.length; i++) {
            if (SlotList.at(slots, i) instanceof Subscription subscription) {
                consumer.accept(subscription);
            }
        }
        SlotList<QueueGroup> list = groups;
        if (list == null) {
            return;
        }
        @Nullable Slotted[] groupSlots = list.slots();
        for (int i = 0; i < groupSlots.length; i++) {
            if (SlotList.at(groupSlots, i) instanceof QueueGroup group) {
                for (Subscription member : group.members()) {
                    consumer.accept(member);
                }
            }
        }
    }

    private @Nullable QueueGroup group(String queue) {
        if (groupsByQueue != null) {
            return groupsByQueue.get(queue);
        }
        SlotList<QueueGroup> list = groups;
        if (list == null) {
            return null;
        }
        @Nullable Slotted[] slots = list.slots();
        for (int i = 0; i < slots.length; i++) {
            if (SlotList.at(slots, i) instanceof QueueGroup group
                    && group.queue().equals(queue)) {
                return group;
            }
        }
        return null;
    }

    private void addGroup(QueueGroup group) {
        SlotList<QueueGroup> list = groups;
        if (list == null) {
            list = new SlotList<>();
            list.add(group);
            groups = list;
            return;
        }
        if (list.size() == GROUPS_SCANNED_MAX && groupsByQueue == null) {
            groupsByQueue = byQueue(list.slots());
        }
        list.add(group);
        if (groupsByQueue != null) {
            groupsByQueue.put(group.queue(), group);
        }
    }

    private void removeGroup(QueueGroup group) {
        Objects.requireNonNull(groups, "a group that is removed is in the list").remove(group);
        if (groupsByQueue != null) {
            groupsByQueue.remove(group.queue());
        }
    }

    private static Map<String, QueueGroup> byQueue(@Nullable Slotted[] slots) {
        Map<String, QueueGroup> map = new HashMap<>();
        for (int i = 0; i < slots.length; i++) {
            if (SlotList.at(slots, i) instanceof QueueGroup group) {
                map.put(group.queue(), group);
            }
        }
        return map;
    }
}

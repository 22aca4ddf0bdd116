package dev.gannet.jetstream.delivery;

import dev.gannet.account.Account;
import dev.gannet.jetstream.config.StorageType;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.delivery.filter.FilterIndex;
import dev.gannet.jetstream.delivery.said.SubjectForms;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.record.StoredBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent from one stream: its consumers, found by their names, and by the messages that they want.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class StreamDelivery {
    static final List<String> ALL = List.of(">");

    private final Stream stream;
    private final Account account;
    private final Deliveries deliveries;
    private final SubjectForms forms;
    private final Map<String, Courier> couriers = new HashMap<>();
    private final FilterIndex<FilterGroup> index = new FilterIndex<>();
    private final List<FilterGroup> matched = new ArrayList<>();
    private long lowest = Long.MAX_VALUE; // Nobody who counts right has anything to come below this.
    private long lowestSent; // Nobody waits for an acknowledgement below this.
    private @Nullable StoredBlock lastRead;

    StreamDelivery(Stream stream, Account account, Deliveries deliveries) {
        this.stream = stream;
        this.account = account;
        this.deliveries = deliveries;
        this.forms = deliveries.host().forms(account.name());
    }

    Stream stream() {
        return stream;
    }

    Account account() {
        return account;
    }

    /** Returns the subjects on which something is said of messages of its account's streams. */
    SubjectForms forms() {
        return forms;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    DeliveryHost host() {
        return deliveries.host();
    }

    Sender sender() {
        return deliveries.sender();
    }

    boolean isOnHeap() {
        return stream.config().storage().type() == StorageType.MEMORY;
    }

    @Nullable
    Courier find(String consumer) {
        return couriers.get(consumer);
    }

    boolean isEmpty() {
        return couriers.isEmpty();
    }

    List<Courier> all() {
        return List.copyOf(couriers.values());
    }

    void begin(Consumer consumer) {
        Courier courier = new Courier(this, consumer);
        couriers.put(consumer.name(), courier);
        courier.begin();
    }

    void end(Consumer consumer, String status) {
        Courier courier = couriers.remove(consumer.name());
        if (courier != null) {
            courier.end(status);
        }
    }

    /** A consumer is to be found by the messages that it wants; returns what counts those. */
    PendingCount join(Courier courier) {
        List<String> filters = courier.config().filters();
        List<String> known = courier.joined();
        boolean isOnly = known.size() == 1;
        FilterGroup group = new FilterGroup();
        List<FilterGroup> groups = new ArrayList<>(known.size());
        for (String filter : known) {
            FilterGroup joined = index.get(filter, FilterGroup::new);
            joined.join(courier, isOnly);
            group = isOnly ? joined : group;
            groups.add(joined);
        }
        courier.groups(groups);
        lowest = 0;
        lowestSent = 0;
        return new PendingCount(stream.store(), courier.consumer().state(), filters, group);
    }

    void leave(Courier courier) {
        for (String filter : courier.joined()) {
            if (index.get(filter, FilterGroup::new).leave(courier)) {
                index.remove(filter);
            }
        }
    }

    /** A message is stored. */
    void stored(long seq, byte[] subject) {
        index.match(subject, subject.length, matched);
        for (int i = 0; i < matched.size(); i++) {
            matched.get(i).stored(seq, deliveries);
        }
        matched.clear();
    }

    /** A message goes: who has it still to come counts anew, and nobody waits for it any more. */
    void removing(long seq) {
        if (seq >= lowestSent) {
            forget(seq);
        }
        if (seq < lowest) {
            return;
        }
        long next = Long.MAX_VALUE;
        for (Courier courier : couriers.values()) {
            if (courier.isAhead(seq)) {
                courier.spoil();
            } else {
                next = Math.min(next, courier.lowestToCome());
            }
        }
        lowest = next;
    }

    private void forget(long seq) {
        long next = Long.MAX_VALUE;
        for (Courier courier : couriers.values()) {
            ConsumerState state = courier.consumer().state();
            if (state.isPending(seq)) {
                courier.answers().lost(seq);
            }
            long first = state.nextPending(0);
            next = first == 0 ? next : Math.min(next, first);
        }
        lowestSent = next;
    }

    /** A message is sent. */
    void sent(long seq) {
        lowestSent = Math.min(lowestSent, seq);
    }

    /** Many messages are gone. */
    void removedBelow() {
        for (Courier courier : couriers.values()) {
            courier.spoil();
            courier.ready();
        }
        lowest = 0;
    }

    /** A consumer counts right from now on. */
    void counted(long nextSeq) {
        lowest = Math.min(lowest, nextSeq);
    }

    /** Returns what was read last for one of its consumers. */
    @Nullable
    StoredBlock lastRead() {
        return lastRead;
    }

    void read(@Nullable StoredBlock block) {
        lastRead = block;
    }
}

package dev.gannet.jetstream.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * The consumers of a stream that have the same filter: how many messages came that it matches, and who waits for the next.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class FilterGroup {
    private final List<Courier> countedEach = new ArrayList<>(1);
    private List<Courier> hungry = new ArrayList<>(1);
    private List<Courier> spare = new ArrayList<>(1);
    private long came;
    private int users;

    /** Returns how many messages came. */
    long came() {
        return came;
    }

    /** A consumer has this filter; one that has others too counts its messages by itself. */
    void join(Courier courier, boolean isOnlyFilter) {
        users++;
        if (!isOnlyFilter) {
            countedEach.add(courier);
        }
    }

    /** Returns whether there is none left. */
    boolean leave(Courier courier) {
        countedEach.remove(courier);
        hungry.remove(courier);
        return --users == 0;
    }

    /** A consumer is to be told of the next message. */
    void await(Courier courier) {
        hungry.add(courier);
    }

    /** A message came. */
    void stored(long seq, Deliveries deliveries) {
        came++;
        for (int i = 0; i < countedEach.size(); i++) {
            countedEach.get(i).cameOnce(seq);
        }
        if (hungry.isEmpty()) {
            return;
        }
        List<Courier> told = hungry;
        hungry = spare;
        spare = told;
        for (int i = 0; i < told.size(); i++) {
            told.get(i).isFed();
            deliveries.ready(told.get(i));
        }
        told.clear();
    }
}

package dev.gannet.jetstream.delivery;

import dev.gannet.store.record.Sight;
import dev.gannet.store.record.StoredBlock;
import dev.gannet.store.record.StoredView;
import dev.gannet.store.segment.MessageStore;
import org.jspecify.annotations.Nullable;

/**
 * Gets the messages of one consumer into memory: large pieces where it wants one after the other, small ones else.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Reading {
    private static final int BYTES_MIN = 8 << 10;
    private static final int BYTES_MAX = 128 << 10;
    private static final int USED_WELL = 8;

    private final Courier courier;
    private @Nullable StoredBlock block;
    private int bytes = BYTES_MIN;
    private int served;
    private long servedBytes;

    Reading(Courier courier) {
        this.courier = courier;
    }

    /** Looks at a message; if it is elsewhere, it is being read, and the courier goes on then. */
    Sight look(long seq) {
        StreamDelivery of = courier.of();
        MessageStore store = of.stream().store();
        Sight sight = store.look(seq, block, of.sender().view());
        if (sight == Sight.SHOWN) {
            served(of.sender().view());
            return sight;
        }
        if (sight == Sight.ELSEWHERE) {
            StoredBlock others = of.lastRead();
            if (others != null
                    && others != block
                    && store.look(seq, others, of.sender().view()) == Sight.SHOWN) {
                hold(others);
                served = 0;
                servedBytes = 0;
                served(of.sender().view());
                return Sight.SHOWN;
            }
        }
        return sight == Sight.GONE ? sight : read(seq, store);
    }

    private Sight read(long seq, MessageStore store) {
        bytes = isUsedWell() ? Math.min(BYTES_MAX, 4 * bytes) : Math.max(BYTES_MIN, bytes / 2);
        served = 0;
        servedBytes = 0;
        StoredBlock next = store.block(seq, bytes);
        if (next == null) {
            return Sight.GONE;
        }
        if (courier.of().isOnHeap()) {
            next.load();
            isRead(next);
            return store.look(seq, next, courier.of().sender().view());
        }
        courier.fetching();
        courier.host().read(next, () -> {
            if (next.failure() == null) {
                isRead(next);
            }
            courier.fetched(next.failure());
            courier.of().deliveries().run();
        });
        return Sight.ELSEWHERE;
    }

    private void served(StoredView view) {
        served++;
        servedBytes += view.subjectLength() + view.headersLength() + view.payloadLength();
    }

    /** Of a small piece there are few messages, unless they are small too. */
    private boolean isUsedWell() {
        return served >= USED_WELL || 2 * servedBytes >= bytes;
    }

    private void isRead(StoredBlock loaded) {
        if (!courier.isEnded()) {
            hold(loaded);
            courier.of().read(loaded);
        }
    }

    private void hold(StoredBlock other) {
        drop();
        block = other;
        courier.of().deliveries().holds(this, other.length());
    }

    /** Gives the memory back. */
    void drop() {
        StoredBlock held = block;
        if (held != null) {
            courier.of().deliveries().holdsNot(this, held.length());
            block = null;
        }
    }
}

package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.delivery.pace.PieceSize;
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
    private final Courier courier;
    private @Nullable StoredBlock block;
    private final PieceSize size = new PieceSize();

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
                size.changed();
                served(of.sender().view());
                return Sight.SHOWN;
            }
        }
        return sight == Sight.GONE ? sight : read(seq, store);
    }

    private Sight read(long seq, MessageStore store) {
        StoredBlock next = store.block(seq, size.next());
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
        size.served(view.subjectLength() + view.headersLength() + view.payloadLength());
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

package dev.gannet.store.record;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of packed segments that were read lately: who reads one message after the other needs each block often. Any
 * thread; a block has one slot, in which another one may take its place.
 */
public final class PackedBlocks {
    private static final int SLOTS = 128;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final AtomicReferenceArray<@Nullable Kept> slots;

    private static final class Kept {
        private final SegmentPlace place;
        private final int block;
        private final byte[] plain;

        Kept(SegmentPlace place, int block, byte[] plain) {
            this.place = place;
            this.block = block;
            this.plain = plain;
        }
    }

    private PackedBlocks(int slots) {
        this.slots = new AtomicReferenceArray<>(slots);
    }

    /** Keeps 2 MB of them at most. */
    public static PackedBlocks some() {
        return new PackedBlocks(SLOTS);
    }

    /** Keeps none: for who looks at each block once, or wants to see the file. */
    public static PackedBlocks none() {
        return new PackedBlocks(0);
    }

    byte @Nullable [] find(SegmentPlace place, int block) {
        Kept kept = slots.length() == 0 ? null : slots.get(slot(place, block));
        return kept != null && kept.block == block && kept.place.equals(place) ? kept.plain : null;
    }

    void keep(SegmentPlace place, int block, byte[] plain) {
        if (slots.length() > 0) {
            slots.set(slot(place, block), new Kept(place, block, plain));
        }
    }

    private int slot(SegmentPlace place, int block) {
        return (int) (((place.identity() + block) * SPREAD) >>> Integer.SIZE) & (slots.length() - 1);
    }
}

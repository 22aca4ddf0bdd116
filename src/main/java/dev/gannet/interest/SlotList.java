package dev.gannet.interest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A list in the order of insertion from which any element is taken out at once: it leaves a gap, and when there are
 * more gaps than elements the list is copied without them.
 *
 * <p>Readers take {@link #slots()} once and skip the gaps; an element that is there all the time is in every array that
 * they can come by.
 *
 * <p><b>Owner:</b> written under the sublist's lock, read by any thread without one.
 *
 * @param <E> the elements; each may be in one list
 */
final class SlotList<E extends Slotted> {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Slotted[].class);
    private static final int CAPACITY_MIN = 2;
    private static final int GAPS_IGNORED = 8;

    private volatile @Nullable Slotted[] slots = new @Nullable Slotted[CAPACITY_MIN];
    private int used; // Every slot from here on is empty.
    private int size;

    /** Returns how many elements there are; under the lock. */
    int size() {
        return size;
    }

    /** Returns the slots to read with {@link #at}. */
    @Nullable
    Slotted[] slots() {
        return slots;
    }

    /** Returns the element in a slot, or null for a gap. */
    static @Nullable Slotted at(@Nullable Slotted[] slots, int index) {
        return (Slotted) SLOTS.getAcquire(slots, index);
    }

    void add(E element) {
        if (used == slots.length) {
            copy(2 * Math.max(size, 1));
        }
        element.slot = used;
        SLOTS.setRelease(slots, used, element);
        used++;
        size++;
    }

    /** Returns whether the element was in this list. */
    boolean remove(E element) {
        int slot = element.slot;
        @Nullable Slotted[] array = slots;
        if (slot < 0 || slot >= used || array[slot] != element) {
            return false;
        }
        element.slot = Slotted.NO_SLOT;
        SLOTS.setRelease(array, slot, null);
        size--;
        if (used - size > Math.max(size, GAPS_IGNORED)) {
            copy(Math.max(size, CAPACITY_MIN));
        }
        return true;
    }

    /** Copies what is in the list into {@code target}, which has room for exactly that; under the lock. */
    void copyTo(Slotted[] target) {
        int to = 0;
        for (Slotted element : slots) {
            if (element != null) {
                target[to++] = element;
            }
        }
        assert to == target.length : "copied " + to + " of " + target.length;
    }

    /** Moves the elements into a new array without gaps. */
    private void copy(int capacity) {
        @Nullable Slotted[] array = new @Nullable Slotted[capacity];
        int to = 0;
        for (Slotted element : slots) {
            if (element != null) {
                element.slot = to;
                array[to++] = element;
            }
        }
        slots = array;
        used = to;
    }
}

package dev.gannet.interest;

/** What lies in a {@link SlotList} and knows where, so that taking it out needs no search. */
abstract class Slotted {
    static final int NO_SLOT = -1;

    /** Its place in the one list that holds it. Read and written under the sublist's lock. */
    int slot = NO_SLOT;
}

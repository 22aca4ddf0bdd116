package dev.gannet.outbound;

/** Everything on its way to one peer. */
public final class Outbox {
    private final int loops;

    public Outbox(int loops) {
        this.loops = loops;
    }

    /** Returns how many event loops may stage bytes here. */
    public int loops() {
        return loops;
    }
}

package dev.gannet.outbound;

import java.util.ArrayList;
import java.util.List;

/** A producer that remembers what it was told. */
final class FakeProducer implements Producer {
    final List<Outbox> stalledBy = new ArrayList<>();
    int resumed;

    @Override
    public void stalledBy(Outbox target) {
        stalledBy.add(target);
    }

    @Override
    public void slowDown() {
        throw new AssertionError("slowed down");
    }

    @Override
    public void resume() {
        resumed++;
    }
}

package dev.gannet.jmx;

import dev.gannet.monitor.jetstream.ConsumerSnapshot;

/** One consumer's figures at one moment. Immutable. */
record ManagedConsumer(ConsumerSnapshot consumer) implements ConsumerFigures {
    @Override
    public String getName() {
        return consumer.name();
    }

    @Override
    public long getPending() {
        return consumer.pending();
    }

    @Override
    public long getAckPending() {
        return consumer.ackPending();
    }

    @Override
    public long getRedelivered() {
        return consumer.redelivered();
    }

    @Override
    public long getWaiting() {
        return consumer.waiting();
    }

    @Override
    public long getDeliveredSequence() {
        return consumer.delivered().streamSeq();
    }

    @Override
    public long getAckFloorSequence() {
        return consumer.ackFloor().streamSeq();
    }
}

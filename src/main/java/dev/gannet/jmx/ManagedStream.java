package dev.gannet.jmx;

import dev.gannet.monitor.jetstream.StreamSnapshot;

/** One stream's figures, as they were at most a second ago. Any thread. */
final class ManagedStream implements StreamMXBean {
    private final String account;
    private final StreamSnapshot first;
    private final LatestStreams latest;

    ManagedStream(String account, StreamSnapshot first, LatestStreams latest) {
        this.account = account;
        this.first = first;
        this.latest = latest;
    }

    /** One that has just gone is as it was when it came. */
    private StreamSnapshot stream() {
        StreamSnapshot found = latest.find(account, first.name());
        return found == null ? first : found;
    }

    @Override
    public String getAccount() {
        return account;
    }

    @Override
    public String getName() {
        return first.name();
    }

    @Override
    public String getCreated() {
        return stream().created().toString();
    }

    @Override
    public String getConfig() {
        return stream().configJson();
    }

    @Override
    public boolean isInMemory() {
        return stream().isInMemory();
    }

    @Override
    public long getMessages() {
        return stream().state().messages();
    }

    @Override
    public long getMessagesMax() {
        return stream().maxMessages();
    }

    @Override
    public long getBytes() {
        return stream().state().bytes();
    }

    @Override
    public long getBytesMax() {
        return stream().maxBytes();
    }

    @Override
    public long getFirstSequence() {
        return stream().state().firstSequence();
    }

    @Override
    public long getLastSequence() {
        return stream().state().lastSequence();
    }

    @Override
    public long getSubjects() {
        return stream().state().subjects();
    }

    @Override
    public int getConsumers() {
        return stream().state().consumers();
    }

    @Override
    public ConsumerFigures[] getConsumerFigures() {
        return latest.consumers(account, stream()).stream()
                .filter(consumer -> !consumer.isDirect())
                .map(ManagedConsumer::new)
                .toArray(ConsumerFigures[]::new);
    }

    @Override
    public String getProblem() {
        String problem = stream().problem();
        return problem == null ? "" : problem;
    }
}

package dev.gannet.jetstream.consumer;

import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.subject.SubjectSet;
import org.jspecify.annotations.Nullable;

/**
 * A consumer: its settings, and where it is.
 *
 * <p><b>Owner:</b> the stream loop of its stream.
 */
public final class Consumer {
    private final int id;
    private final long createdNanos;
    private final ConsumerState state;
    private ConsumerConfig config;
    private byte[] json;
    private SubjectSet filters;
    private @Nullable ConsumerWatcher watcher;

    /**
     * Makes a consumer that has not begun.
     *
     * @param id which no other consumer of the stream ever had
     * @param json the settings as the log has them; not to be changed any more
     */
    public Consumer(int id, long createdNanos, ConsumerConfig config, byte[] json) {
        this.id = id;
        this.createdNanos = createdNanos;
        this.config = config;
        this.json = json;
        this.filters = SubjectSet.of(config.filters());
        this.state = new ConsumerState(this);
    }

    public int id() {
        return id;
    }

    public String name() {
        return config.name();
    }

    public long createdNanos() {
        return createdNanos;
    }

    public ConsumerConfig config() {
        return config;
    }

    /** Returns the settings as the log has them; not to be changed. */
    public byte[] json() {
        return json;
    }

    /** Takes over other settings. */
    public void config(ConsumerConfig other, byte[] otherJson) {
        config = other;
        json = otherJson;
        filters = SubjectSet.of(other.filters());
    }

    public ConsumerState state() {
        return state;
    }

    /** Returns whether it wants messages on a subject. */
    public boolean wants(byte[] subject, int length) {
        return filters.isEmpty() || filters.matches(subject, 0, length);
    }

    /** Has somebody be told of it from now on; null for nobody. */
    public void watcher(@Nullable ConsumerWatcher newWatcher) {
        watcher = newWatcher;
    }

    @Nullable
    ConsumerWatcher watcher() {
        return watcher;
    }
}

package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.stream.Stream;
import java.util.List;

/** Who sends the messages of a shard to its consumers. Called on the stream loop; what there is to do is done later. */
public interface Senders {
    /** A consumer is there from now on, new or found when the server began. */
    void begin(Stream stream, Consumer consumer);

    /** The settings of a consumer have changed, or where it is. */
    void changed(Stream stream, Consumer consumer);

    /** A consumer is there no more. */
    void end(Stream stream, Consumer consumer);

    void stored(Stream stream, long seq, byte[] subject);

    /** A message is about to go. */
    void removing(Stream stream, long seq);

    /** Many messages are gone. */
    void removed(Stream stream);

    /** Returns what is known of a consumer beside its state. */
    View view(Stream stream, Consumer consumer);

    /** Lets go whom a group is bound to. */
    void unpin(Stream stream, Consumer consumer, String group);

    /** Several messages are told of now, and {@link #run} comes behind them. */
    void hold();

    /** Does what there is to do, a part of it. */
    void run();

    /** Does something when all is done that clients have said until now. */
    void settle(Runnable then);

    /** The accounts have changed. */
    void accountsChanged();

    /** Nothing is sent any more: the server ends, who waits for messages is told, and who asks from then on is told nothing. */
    void stop();

    /** Nobody listens to acknowledgements any more, after {@link #stop}: the server goes on without streams. */
    void release();

    /** See {@link ConsumerView}. */
    record View(long waiting, long pending, boolean isBound, List<ConsumerView.Pin> pins) {}

    /** Nobody sends anything. */
    Senders NONE = new Senders() {
        @Override
        public void begin(Stream stream, Consumer consumer) {}

        @Override
        public void changed(Stream stream, Consumer consumer) {}

        @Override
        public void end(Stream stream, Consumer consumer) {}

        @Override
        public void stored(Stream stream, long seq, byte[] subject) {}

        @Override
        public void removing(Stream stream, long seq) {}

        @Override
        public void removed(Stream stream) {}

        @Override
        public View view(Stream stream, Consumer consumer) {
            return new View(0, 0, false, List.of());
        }

        @Override
        public void unpin(Stream stream, Consumer consumer, String group) {}

        @Override
        public void hold() {}

        @Override
        public void run() {}

        @Override
        public void settle(Runnable then) {
            then.run();
        }

        @Override
        public void accountsChanged() {}

        @Override
        public void stop() {}

        @Override
        public void release() {}
    };
}

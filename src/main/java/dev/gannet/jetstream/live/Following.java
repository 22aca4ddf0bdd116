package dev.gannet.jetstream.live;

import dev.gannet.jetstream.config.Retention;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does what follows when consumers of a shard have begun, changed or ended, beside what the log says.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Following {
    private static final int AT_A_TIME = 4096;

    private final LiveShard live;

    Following(LiveShard live) {
        this.live = live;
    }

    /** Those that are there are at work, but for those of which nothing lasts: these have ended with the server. */
    void start() {
        boolean isAnyForgetful = false;
        for (Stream stream : live.shard().streams()) {
            for (Consumer consumer : stream.consumers().all()) {
                if (consumer.config().memory()) {
                    isAnyForgetful = true;
                } else {
                    live.senders().begin(stream, consumer);
                }
            }
        }
        if (isAnyForgetful) {
            live.propose(new Change.Begin(Intake.nanos(live.clock().instant())), applied -> lookThrough());
        } else {
            lookThrough();
        }
    }

    private void lookThrough() {
        live.shard().streams().forEach(this::lookThrough);
    }

    /** Looks for what nobody needs, in a stream that keeps messages by interest. */
    private void lookThrough(Stream stream) {
        if (stream.config().storage().retention() == Retention.INTEREST) {
            new LookThrough(stream).proceed();
        }
    }

    /** Something has been applied. */
    void changed(Change change, Stream stream, @Nullable Consumer consumer) {
        if (change instanceof Change.Delete) {
            stream.consumers().all().forEach(each -> live.senders().end(stream, each));
        } else if (consumer != null) {
            tell(change, stream, consumer);
        } else if (change instanceof Change.Update) {
            stream.consumers().all().forEach(each -> live.senders().changed(stream, each));
            lookThrough(stream);
        }
    }

    private void tell(Change change, Stream stream, Consumer consumer) {
        if (change instanceof Change.CreateConsumer) {
            live.senders().begin(stream, consumer);
            return;
        }
        if (change instanceof Change.DeleteConsumer) {
            live.senders().end(stream, consumer);
        } else {
            live.senders().changed(stream, consumer);
        }
        lookThrough(stream); // It may need less than before.
    }

    /** A look through the messages of a stream for what no consumer needs any more, a piece at a time. */
    private final class LookThrough {
        private final Stream stream;
        private final long lastSeq;
        private long next = 1;

        LookThrough(Stream stream) {
            this.stream = stream;
            this.lastSeq = stream.store().lastSeq();
        }

        /** Has some of the messages looked at, and the next ones when those are done. */
        void proceed() {
            if (live.shard().find(stream.id()) != stream) {
                return;
            }
            for (int i = 0; i < AT_A_TIME; i++) {
                long seq = stream.store().nextSeq(next);
                if (seq == 0 || seq > lastSeq) {
                    return;
                }
                stream.consumers().progress().look(seq);
                next = seq + 1;
            }
            live.progress().settle(isWritten -> live.loop().post(this::proceed));
        }
    }
}

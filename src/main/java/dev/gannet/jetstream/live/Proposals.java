package dev.gannet.jetstream.live;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.shard.EntryBatch;
import dev.gannet.shard.ShardLog;
import dev.gannet.store.fetch.NotInMemoryException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Changes of one shard on their way through its log.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Proposals {
    private final LiveShard live;

    Proposals(LiveShard live) {
        this.live = live;
    }

    /** Has the log commit a change and applies it; {@code done} is told what came of it. */
    void propose(Change change, Consumer<Shard.Applied> done) {
        String still = live.lanes().problem(Lanes.streamOf(change));
        if (still != null) {
            done.accept(failed(ErrorCode.STREAM_STORE_FAILED.error("the stream " + still)));
            return;
        }
        ByteBuffer body = change.entry();
        EntryBatch batch = new EntryBatch(EntryBatch.lengthFor(body.remaining()), new ShardLog.Fate() {
            @Override
            public void committed(EntryBatch committed, long index) {
                live.loop().post(() -> live.apply(new Changing(change, done), index, committed.length()));
            }

            @Override
            public void failed(EntryBatch failed, Exception cause) {
                live.loop().post(() -> done.accept(Proposals.failed(LiveShard.unwritable(cause))));
            }
        });
        batch.add(live.number(), body);
        if (!live.log().append(batch)) {
            done.accept(failed(ErrorCode.INSUFFICIENT_RESOURCES.error()));
        }
    }

    private static Shard.Applied failed(ApiError error) {
        return new Shard.Applied(null, 0, error);
    }

    /** A change that may have to wait. */
    private final class Changing extends Lane.Entry {
        private final Change change;
        private final Consumer<Shard.Applied> done;
        private boolean told;

        Changing(Change change, Consumer<Shard.Applied> done) {
            super(Lanes.streamOf(change), change instanceof Change.Limits ? -1 : 0);
            this.change = change;
            this.done = done;
        }

        @Override
        void apply() {
            Shard.Applied applied = applied();
            live.changed(change, applied);
            tell(applied);
            if (change instanceof Change.Delete) {
                live.lanes().dropped();
            }
        }

        private Shard.Applied applied() {
            try {
                if (change instanceof Change.Tick tick) {
                    live.lanes().expire(tick.timeNanos());
                    return new Shard.Applied(null, 0, null);
                }
                if (change instanceof Change.Delete delete) {
                    live.lanes().drop(delete.stream());
                }
                return live.shard().apply(change);
            } catch (NotInMemoryException e) {
                throw e;
            } catch (RuntimeException e) {
                live.serverLog().error("JetStream: a change cannot be applied: " + e);
                return failed(ErrorCode.STREAM_STORE_FAILED.error("internal error: " + e));
            }
        }

        @Override
        void refuse(ApiError error) {
            tell(failed(error));
        }

        private void tell(Shard.Applied applied) {
            if (!told) {
                told = true;
                done.accept(applied);
            }
        }
    }
}

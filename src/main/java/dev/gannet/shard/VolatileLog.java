package dev.gannet.shard;

import java.util.concurrent.atomic.AtomicLong;

/** The log of shards that are not kept: everything is committed at once, and gone with the process. Any thread. */
public final class VolatileLog implements ShardLog {
    private final AtomicLong lastIndex = new AtomicLong();

    @Override
    public boolean append(EntryBatch batch) {
        batch.fate().committed(batch, lastIndex.getAndAdd(batch.count()) + 1);
        return true;
    }
}

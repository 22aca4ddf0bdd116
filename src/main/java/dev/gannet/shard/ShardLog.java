package dev.gannet.shard;

/** Where entries become durable. Any thread. */
public interface ShardLog {
    /**
     * Hands over a batch, which belongs to the log until it is told what became of it.
     *
     * @return false if too many batches wait already; the batch stays the caller's then
     */
    boolean append(EntryBatch batch);

    /**
     * What became of a batch; exactly one of the two is called, in the order in which the batches of one caller were
     * handed over, on the log's thread, which it must not hold up.
     */
    interface Fate {
        /** The entries are durable: the first has this index, and each further one the next. */
        void committed(EntryBatch batch, long firstIndex);

        /** The entries have no index and will not be replayed, unless the process ends before the next batch is committed. */
        void failed(EntryBatch batch, Exception cause);
    }
}

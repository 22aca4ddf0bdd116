package dev.gannet.shard;

import java.nio.ByteBuffer;

/** Takes what a log holds, in the order of the indexes. */
public interface Replay {
    /** {@code body} is good for the time of the call. */
    void entry(long index, int shard, ByteBuffer body);

    /** Entries were committed and are not there any more. */
    void lost(Loss loss);

    /**
     * An entry has an index that is not behind that of the entry before, which nobody has written: it is not replayed.
     *
     * @param where the file and the position in it, for the log
     */
    void backwards(String where, long index, long before);

    /**
     * Bytes behind the last entry are not whole. As a rule they are a write that the end of the process or of the
     * machine cut short, and nobody was told that they are durable; if they were damaged since, somebody may have been.
     *
     * @param where the file and the position in it, for the log
     */
    void cutShort(String where);

    /**
     * Entries that were committed and are damaged or missing.
     *
     * @param where the file and the position in it, for the log
     * @param firstIndex the index of the first
     * @param lastIndex the index of the last
     * @param shard whose the one entry was; {@link #UNKNOWN} if that is not known any more
     * @param about what they were about: as their head says, or if that is gone, what the entries around them are about if
     *     that is the same; 0 is nothing, or not known
     */
    record Loss(String where, long firstIndex, long lastIndex, int shard, int about) {
        public static final int UNKNOWN = -1;
    }
}

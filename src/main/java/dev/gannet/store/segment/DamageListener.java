package dev.gannet.store.segment;

/** Is told of what a store has lost. It comes on whichever thread found it, once for each place. */
public interface DamageListener {
    /**
     * Messages are damaged, and so lost; what else there was between the two sequences is not.
     *
     * @param directory the stream's
     * @param messages how many from the first to the last sequence are lost; as many as are known
     * @param what what was found
     */
    void lost(String directory, long firstSeq, long lastSeq, long messages, String what);
}

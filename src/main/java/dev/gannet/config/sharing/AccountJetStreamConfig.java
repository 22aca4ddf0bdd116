package dev.gannet.config.sharing;

/**
 * How much of JetStream an account has (CF-188). Of each bound, {@link #UNLIMITED} is none.
 *
 * @param maxMemoryBytes most bytes of its streams in memory
 * @param maxStoreBytes most bytes of its streams on disk
 * @param maxStreams most streams
 * @param maxConsumers most consumers
 * @param maxBytesRequired whether a stream has to say how many bytes it may have
 * @param memoryMaxStreamBytes most bytes of one stream in memory
 * @param storeMaxStreamBytes most bytes of one stream on disk
 * @param maxAckPending most messages of a consumer that wait for their acknowledgement
 * @param traffic in which account servers speak to each other about its streams
 */
public record AccountJetStreamConfig(
        long maxMemoryBytes,
        long maxStoreBytes,
        int maxStreams,
        int maxConsumers,
        boolean maxBytesRequired,
        long memoryMaxStreamBytes,
        long storeMaxStreamBytes,
        int maxAckPending,
        Traffic traffic) {
    public static final int UNLIMITED = -1;
    public static final AccountJetStreamConfig DEFAULT = new AccountJetStreamConfig(
            UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, false, UNLIMITED, UNLIMITED, UNLIMITED, Traffic.SYSTEM);

    /** In which account servers speak to each other. */
    public enum Traffic {
        SYSTEM,
        OWNER
    }
}

package dev.gannet.monitor.jetstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;

/** The figures of a server or of an account (MO-56). */
record JetStreamStats(
        long memory,
        long storage,
        @JsonProperty("reserved_memory") Number reservedMemory,
        @JsonProperty("reserved_storage") Number reservedStorage,
        int accounts,
        @JsonProperty("ha_assets") int replicatedAssets,
        Api api) {
    private static final int API_LEVEL = 5;

    static final JetStreamStats OFF = new JetStreamStats(0, 0, 0L, 0L, 0, 0, new Api(0, 0, 0));

    /** What was asked of the API (MO-57). */
    record Api(int level, long total, long errors) {}

    static JetStreamStats ofServer(JetStreamView view) {
        return of(view.usage(), view.accounts().size(), API_LEVEL);
    }

    static JetStreamStats ofAccount(StreamUsage usage) {
        return of(usage, 0, 0);
    }

    private static JetStreamStats of(StreamUsage usage, int accounts, int level) {
        return new JetStreamStats(
                usage.memoryBytes(),
                usage.storeBytes(),
                unsigned(usage.reservedMemoryBytes()),
                unsigned(usage.reservedStoreBytes()),
                accounts,
                0,
                new Api(level, usage.requests(), usage.requestErrors()));
    }

    /** No limit is the largest number there is, as in the reference. */
    private static Number unsigned(long bytes) {
        return bytes >= 0 ? bytes : new BigInteger(Long.toUnsignedString(bytes));
    }
}

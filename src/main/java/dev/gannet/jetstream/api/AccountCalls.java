package dev.gannet.jetstream.api;

import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.jetstream.AccountTotals;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.config.AssetLevel;
import dev.gannet.protocol.WireText;
import dev.gannet.protocol.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** What an account has of JetStream, and how much it may have (JA-1, JA-114 to JA-117). On the API's thread. */
final class AccountCalls {
    private final Streams streams;

    AccountCalls(Streams streams) {
        this.streams = streams;
    }

    void info(ApiCall call) {
        streams.totals(call.account(), call.then(totals -> call.answer(append(call, totals))));
    }

    private static JsonWriter append(ApiCall call, AccountTotals totals) {
        ApiCounters counters = call.counters();
        JsonWriter api = new JsonWriter()
                .number("level", AssetLevel.SERVER)
                .number("total", counters.total())
                .number("errors", counters.errors());
        return call.head()
                .number("memory", totals.memory())
                .number("storage", totals.storage())
                .number("reserved_memory", totals.reservedMemory())
                .number("reserved_storage", totals.reservedStorage())
                .number("streams", totals.streams())
                .number("consumers", totals.consumers())
                .raw("limits", limits(call.host().limits(call.account())))
                .textIfAny("domain", WireText.encode(call.host().domain()))
                .raw("api", api.finish());
    }

    private static String limits(@Nullable AccountJetStreamConfig own) {
        AccountJetStreamConfig limits = own == null ? AccountJetStreamConfig.DEFAULT : own;
        return new JsonWriter()
                .number("max_memory", limits.maxMemoryBytes())
                .number("max_storage", limits.maxStoreBytes())
                .number("max_streams", limits.maxStreams())
                .number("max_consumers", limits.maxConsumers())
                .number("max_ack_pending", limits.maxAckPending())
                .number("memory_max_stream_bytes", limits.memoryMaxStreamBytes())
                .number("storage_max_stream_bytes", limits.storeMaxStreamBytes())
                .flag("max_bytes_required", limits.maxBytesRequired())
                .finish();
    }
}

package dev.gannet.jetstream.api;

import dev.gannet.account.Account;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.jetstream.AccountTotals;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.config.AssetLevel;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.event.StreamAction;
import dev.gannet.protocol.WireText;
import dev.gannet.protocol.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an account has of JetStream, and how much it may have (JA-1, JA-114 to JA-117). On the API's thread. */
final class AccountCalls {
    private static final int NAME = 4; // $JS.API.ACCOUNT.PURGE.name

    private final Streams streams;

    AccountCalls(Streams streams) {
        this.streams = streams;
    }

    void info(ApiCall call) {
        streams.totals(call.account(), call.then(totals -> call.answer(append(call, totals))));
    }

    /** The system account has all streams of an account taken away (JA-36). */
    void purge(ApiCall call) throws ApiException {
        String name = WireText.decode(call.token(NAME));
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw ErrorCode.STREAM_GENERAL_ERROR.exception("account name can not contain path separators");
        }
        Account account = call.host().account(name);
        if (account == null) {
            note(call, name, 0, false);
            call.answer(call.head().flag("initiated", true));
            return;
        }
        streams.list(account, call.then(all -> {
            note(call, name, all.size(), true);
            deleteAll(call, account, new ArrayDeque<>(all));
        }));
    }

    private static void note(ApiCall call, String name, int count, boolean isKnown) {
        call.host()
                .log()
                .notice("Purge request for account " + name + " (streams: " + count + ", hasAccount: " + isKnown + ")");
    }

    private void deleteAll(ApiCall call, Account account, Queue<StreamView> left) {
        StreamView next = left.poll();
        if (next == null) {
            call.answer(call.head().flag("initiated", true));
            return;
        }
        Consumer<StreamConfig> gone = config -> {
            call.advisories().told(account, config.name(), StreamAction.DELETED);
            deleteAll(call, account, left);
        };
        streams.delete(account, next.config().name(), call.then(gone));
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

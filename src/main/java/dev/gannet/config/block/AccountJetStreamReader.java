package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.config.sharing.AccountJetStreamConfig.Traffic;
import org.jspecify.annotations.Nullable;

/** Reads {@code jetstream} of an account (CF-188). */
public final class AccountJetStreamReader {
    /** An {@link AccountJetStreamConfig} while it is read. */
    private static final class AccountDraft {
        long maxMemory = AccountJetStreamConfig.UNLIMITED;
        long maxStore = AccountJetStreamConfig.UNLIMITED;
        int maxStreams = AccountJetStreamConfig.UNLIMITED;
        int maxConsumers = AccountJetStreamConfig.UNLIMITED;
        boolean maxBytesRequired;
        long memoryMaxStreamBytes = AccountJetStreamConfig.UNLIMITED;
        long storeMaxStreamBytes = AccountJetStreamConfig.UNLIMITED;
        int maxAckPending = AccountJetStreamConfig.UNLIMITED;
        Traffic traffic = Traffic.SYSTEM;
    }

    private final KeyTable<AccountDraft> keys = new KeyTable<>(UnknownKey::field);

    public AccountJetStreamReader() {
        size((draft, size) -> draft.maxMemory = size, "max_memory", "max_mem", "mem", "memory");
        size((draft, size) -> draft.maxStore = size, "max_store", "max_file", "max_disk", "store", "disk");
        size((draft, size) -> draft.maxStreams = clamp(size), "max_streams", "streams");
        size((draft, size) -> draft.maxConsumers = clamp(size), "max_consumers", "consumers");
        keys.key(
                (setting, draft, problems) -> draft.maxBytesRequired = bool(setting),
                "max_bytes_required",
                "max_stream_bytes",
                "max_bytes");
        size((draft, size) -> draft.memoryMaxStreamBytes = size, "memory_max_stream_bytes", "mem_max_stream_bytes");
        size((draft, size) -> draft.storeMaxStreamBytes = size, "store_max_stream_bytes", "disk_max_stream_bytes");
        size((draft, size) -> draft.maxAckPending = clamp(size), "max_ack_pending");
        keys.key((setting, draft, problems) -> draft.traffic = traffic(setting), "cluster_traffic");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    /** Returns null for nothing of JetStream. */
    public @Nullable AccountJetStreamConfig read(Setting setting, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (value instanceof ConfValue.BooleanValue isOn) {
            return isOn.bool() ? AccountJetStreamConfig.DEFAULT : null;
        }
        if (value instanceof ConfValue.StringValue text) {
            return JetStreamReader.isOn(setting, text.string()) ? AccountJetStreamConfig.DEFAULT : null;
        }
        ConfValue.MapValue block = setting.map("Expected map, bool or string to define JetStream, got ");
        AccountDraft draft = new AccountDraft();
        keys.read(block, draft, problems);
        return new AccountJetStreamConfig(
                draft.maxMemory,
                draft.maxStore,
                draft.maxStreams,
                draft.maxConsumers,
                draft.maxBytesRequired,
                draft.memoryMaxStreamBytes,
                draft.storeMaxStreamBytes,
                draft.maxAckPending,
                draft.traffic);
    }

    private void size(KeyTable.Put<AccountDraft, Long> put, String... names) {
        keys.key((setting, draft, problems) -> put.put(draft, size(setting)), names);
    }

    private static long size(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue number) {
            return number.integer();
        }
        throw setting.fault("Expected a parseable size for " + Quoted.of(setting.key()) + ", got "
                + setting.value().text());
    }

    private static int clamp(long size) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size));
    }

    private static boolean bool(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue value) {
            return value.bool();
        }
        throw setting.fault("Expected a parseable bool for " + Quoted.of(setting.key()) + ", got "
                + setting.value().text());
    }

    private static Traffic traffic(Setting setting) throws SettingException {
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("Expected either 'system' or 'owner' string value for " + Quoted.of(setting.key())
                    + ", got " + setting.value().text());
        }
        return switch (text.string()) {
            case "system", "" -> Traffic.SYSTEM;
            case "owner" -> Traffic.OWNER;
            default ->
                throw setting.fault("Expected 'system' or 'owner' string value for " + Quoted.of(setting.key())
                        + ", got " + text.string());
        };
    }
}

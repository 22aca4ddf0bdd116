package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.JetStreamConfig.Queues;
import dev.gannet.config.feature.JetStreamConfig.Sync;
import dev.gannet.config.feature.JetStreamEncryption.Cipher;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.time.Duration;
import java.util.Locale;

/** Reads the block {@code jetstream} (CF-154..170). */
public final class JetStreamReader {
    private final KeyTable<JetStreamDraft> keys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<JetStreamDraft> limits = new KeyTable<>(UnknownKey::field);
    private final KeyTable<JetStreamDraft> batch = new KeyTable<>(UnknownKey::field);
    private final KeyTable<JetStreamDraft> tpm = new KeyTable<>(UnknownKey::field);

    public JetStreamReader() {
        addStore();
        addQueues();
        addLimits();
        tpm.string((draft, file) -> draft.keysFile = file, "keys_file")
                .string((draft, password) -> draft.encryptionPassword = password, "encryption_password")
                .string((draft, password) -> draft.storagePassword = password, "srk_password")
                .integer((draft, register) -> draft.register = register, "pcr")
                .key((setting, draft, problems) -> draft.cipher = cipher(setting), "cipher");
    }

    private void addStore() {
        keys.key((setting, draft, problems) -> draft.isStrict = strict(setting), "strict")
                .key((setting, draft, problems) -> readStore(setting, draft), "store_dir", "store", "storedir")
                .key((setting, draft, problems) -> draft.sync = sync(setting, problems), "sync_interval", "sync")
                .key(
                        (setting, draft, problems) -> draft.maxMemory = StorageSize.of(setting, "max_mem_store"),
                        "max_memory_store",
                        "max_mem_store",
                        "max_mem")
                .key(
                        (setting, draft, problems) -> draft.maxStore = StorageSize.of(setting, "max_file_store"),
                        "max_file_store",
                        "max_file")
                .string((draft, domain) -> draft.domain = domain, "domain")
                .bool((draft, isOn) -> draft.isOn = isOn, "enabled", "enable")
                .refused(
                        (setting, draft, problems) -> {
                            draft.key = setting.string();
                            return !draft.key.isEmpty();
                        },
                        "key",
                        "ek",
                        "encryption_key")
                .refused(
                        (setting, draft, problems) -> {
                            draft.previousKey = setting.string();
                            return !draft.previousKey.isEmpty();
                        },
                        "prev_key",
                        "prev_ek",
                        "prev_encryption_key")
                .key((setting, draft, problems) -> draft.cipher = cipher(setting), "cipher")
                .string((draft, hint) -> draft.extensionHint = hint, "extension_hint")
                .key((setting, draft, problems) -> block(setting, limits, draft, problems, "JetStreamLimits"), "limits")
                .refused(
                        (setting, draft, problems) -> {
                            block(setting, tpm, draft, problems, "JetStreamLimits");
                            return true;
                        },
                        "tpm")
                .string((draft, tag) -> draft.uniqueTag = tag.strip().toLowerCase(Locale.ROOT), "unique_tag");
    }

    private void addQueues() {
        keys.key(
                        (setting, draft, problems) -> draft.catchup = StorageSize.of(setting, name(setting)),
                        "max_outstanding_catchup")
                .key(
                        (setting, draft, problems) -> draft.buffered = StorageSize.of(setting, name(setting)),
                        "max_buffered_size")
                .key(
                        (setting, draft, problems) ->
                                draft.bufferedMessages = (int) Math.min(Integer.MAX_VALUE, count(setting)),
                        "max_buffered_msgs")
                .key((setting, draft, problems) -> draft.scrub = scrub(setting), "scrub_rate")
                .key((setting, draft, problems) -> draft.requests = count(setting), "request_queue_limit")
                .key((setting, draft, problems) -> draft.infoRequests = count(setting), "info_queue_limit")
                .key(
                        (setting, draft, problems) -> draft.metaEntries = absolute(setting, setting.value(), ""),
                        "meta_compact")
                .key((setting, draft, problems) -> draft.metaBytes = metaBytes(setting), "meta_compact_size")
                .bool((draft, waits) -> draft.metaWaits = waits, "meta_compact_sync")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.concurrentIo = concurrentIo(setting);
                            return draft.concurrentIo != Queues.DEFAULT_CONCURRENT_IO;
                        },
                        "max_concurrent_io");
    }

    private void addLimits() {
        limits.integer((draft, max) -> draft.maxAckPending = max, "max_ack_pending")
                .integer((draft, max) -> draft.maxHaAssets = max, "max_ha_assets")
                .integer((draft, max) -> draft.maxRequestBatch = max, "max_request_batch")
                .integer((draft, max) -> draft.defaultMaxConsumers = max, "default_max_consumers")
                .key((setting, draft, problems) -> draft.duplicateWindow = duration(setting), "duplicate_window")
                .key((setting, draft, problems) -> block(setting, batch, draft, problems, "batch limits"), "batch");
        batch.integer((draft, max) -> draft.maxInflightPerStream = max, "max_inflight_per_stream")
                .integer((draft, max) -> draft.maxInflight = max, "max_inflight_total")
                .integer((draft, max) -> draft.maxBatchMessages = max, "max_msgs")
                .key((setting, draft, problems) -> draft.batchTimeout = duration(setting), "timeout");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> limitKeys() {
        return limits;
    }

    public KeyTable<?> batchKeys() {
        return batch;
    }

    public KeyTable<?> tpmKeys() {
        return tpm;
    }

    public void read(Setting setting, JetStreamDraft draft, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (value instanceof ConfValue.BooleanValue isOn) {
            draft.isOn = isOn.bool();
        } else if (value instanceof ConfValue.StringValue text) {
            draft.isOn = isOn(setting, text.string());
        } else if (value instanceof ConfValue.MapValue block) {
            draft.isOn = true;
            keys.read(block, draft, problems, setting.position());
        } else {
            throw setting.fault("Expected map, bool or string to define JetStream, got " + value.typeName());
        }
    }

    /** Reads {@code store_dir}, which may stand at the top or in the block, but once. */
    public static void readStore(Setting setting, JetStreamDraft draft) throws SettingException {
        if (!draft.storeDirectory.isEmpty()) {
            throw setting.fault("Duplicate 'store_dir' configuration");
        }
        draft.storeDirectory = setting.string();
    }

    /** Returns whether a word says that there are streams. */
    static boolean isOn(Setting setting, String word) throws SettingException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "enabled", "enable" -> true;
            case "disabled", "disable" -> false;
            default -> throw setting.fault("Expected 'enabled' or 'disabled' for string value, got '" + word + "'");
        };
    }

    private static void block(
            Setting setting, KeyTable<JetStreamDraft> keys, JetStreamDraft draft, Problems problems, String what)
            throws SettingException {
        ConfValue.MapValue block = setting.map("Expected a map to define " + what + ", got ");
        keys.read(block, draft, problems, setting.typePlace());
    }

    private static boolean strict(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue isStrict) {
            return isStrict.bool();
        }
        throw setting.fault("Expected 'true' or 'false' for bool value, got '"
                + setting.value().text() + "'");
    }

    private static Sync sync(Setting setting, Problems problems) throws SettingException {
        boolean always = setting.value() instanceof ConfValue.StringValue text
                && text.string().equalsIgnoreCase("always");
        return always ? new Sync(Sync.DEFAULT_INTERVAL, true) : new Sync(setting.durationOrSeconds(problems), false);
    }

    private static Cipher cipher(Setting setting) throws SettingException {
        return switch (setting.string().toLowerCase(Locale.ROOT)) {
            case "chacha", "chachapoly" -> Cipher.CHACHA;
            case "aes" -> Cipher.AES;
            default -> throw setting.fault("Unknown cipher type: " + Quoted.of(setting.string()));
        };
    }

    /** The reference server does not say where; Gannet does. */
    private static Duration duration(Setting setting) throws SettingException {
        try {
            return Durations.parse(setting.string());
        } catch (IllegalArgumentException e) {
            throw setting.fault(String.valueOf(e.getMessage()));
        }
    }

    private static String name(Setting setting) {
        return setting.key().toLowerCase(Locale.ROOT);
    }

    private static long count(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue number) {
            return number.integer();
        }
        throw setting.fault("Expected a parseable size for " + Quoted.of(setting.key()) + ", got "
                + setting.value().text());
    }

    private static long absolute(Setting setting, ConfValue value, String bounds) throws SettingException {
        if (value instanceof ConfValue.IntegerValue number && number.integer() >= 0) {
            return number.integer();
        }
        throw setting.fault("Expected an absolute size for " + Quoted.of(setting.key()) + bounds + ", got "
                + setting.value().text());
    }

    /** Ours alone: how much of what is stored is read again in a second. */
    private static long scrub(Setting setting) throws SettingException {
        long bytes = StorageSize.of(setting, name(setting));
        if (bytes < 0 || bytes > Queues.SCRUB_BYTES_MAX) {
            throw setting.fault("scrub_rate: " + bytes + " (expected: 0 to " + Queues.SCRUB_BYTES_MAX + ")");
        }
        return bytes;
    }

    private static long metaBytes(Setting setting) throws SettingException {
        return absolute(setting, new ConfValue.IntegerValue(StorageSize.of(setting, name(setting))), "");
    }

    private static int concurrentIo(Setting setting) throws SettingException {
        String bounds = " between " + Queues.CONCURRENT_IO_MIN + " and " + Queues.CONCURRENT_IO_MAX;
        long operations = absolute(setting, setting.value(), bounds);
        if (operations < Queues.CONCURRENT_IO_MIN || operations > Queues.CONCURRENT_IO_MAX) {
            throw setting.fault(
                    "Expected an absolute size for " + Quoted.of(setting.key()) + bounds + ", got " + operations);
        }
        return (int) operations;
    }
}

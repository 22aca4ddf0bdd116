package dev.gannet.config.source;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Check;
import dev.gannet.config.key.Check.Unbuilt;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;

/** The block {@code jetstream} (CF-154..171), which is checked and does nothing yet. */
final class JetStreamKeys {
    private static final int IO_MIN = 4;
    private static final int IO_MAX = 8192;

    private final KeyTable<Unbuilt> jetStream = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> limits = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> batch = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> tpm = new KeyTable<>(UnknownKey::field);

    JetStreamKeys() {
        jetStream
                .unbuilt(JetStreamKeys::strict, "strict")
                .unbuilt(Check.STRING, "store", "store_dir", "storedir")
                .unbuilt(JetStreamKeys::sync, "sync", "sync_interval")
                .unbuilt(Check.storageSize("max_mem_store"), "max_memory_store", "max_mem_store", "max_mem")
                .unbuilt(Check.storageSize("max_file_store"), "max_file_store", "max_file")
                .unbuilt(Check.STRING, "domain")
                .unbuilt(Check.BOOL, "enable", "enabled")
                .unbuilt(Check.STRING, "key", "ek", "encryption_key")
                .unbuilt(Check.STRING, "prev_key", "prev_ek", "prev_encryption_key")
                .unbuilt(JetStreamKeys::cipher, "cipher")
                .unbuilt(Check.STRING, "extension_hint")
                .unbuilt(Check.block(limits, "Expected a map to define JetStreamLimits, got %s"), "limits")
                .unbuilt(Check.block(tpm, "Expected a map to define JetStreamLimits, got %s"), "tpm")
                .unbuilt(Check.STRING, "unique_tag")
                .unbuilt(Check.storageSize("max_outstanding_catchup"), "max_outstanding_catchup")
                .unbuilt(Check.storageSize("max_buffered_size"), "max_buffered_size")
                .unbuilt(JetStreamKeys::count, "max_buffered_msgs")
                .unbuilt(JetStreamKeys::count, "request_queue_limit")
                .unbuilt(JetStreamKeys::count, "info_queue_limit")
                .unbuilt(JetStreamKeys::notNegative, "meta_compact")
                .unbuilt(Check.storageSize("meta_compact_size"), "meta_compact_size")
                .unbuilt(Check.BOOL, "meta_compact_sync")
                .unbuilt(JetStreamKeys::concurrentIo, "max_concurrent_io");
        limits.unbuilt(Check.INTEGER, "max_ack_pending")
                .unbuilt(Check.INTEGER, "max_ha_assets")
                .unbuilt(Check.INTEGER, "max_request_batch")
                .unbuilt(Check.INTEGER, "default_max_consumers")
                .unbuilt(Check.DURATION_TEXT, "duplicate_window")
                .unbuilt(Check.block(batch, "Expected a map to define batch limits, got %s"), "batch");
        batch.unbuilt(Check.INTEGER, "max_inflight_per_stream")
                .unbuilt(Check.INTEGER, "max_inflight_total")
                .unbuilt(Check.INTEGER, "max_msgs")
                .unbuilt(Check.DURATION_TEXT, "timeout");
        tpm.unbuilt(Check.STRING, "keys_file")
                .unbuilt(Check.STRING, "encryption_password")
                .unbuilt(Check.STRING, "srk_password")
                .unbuilt(Check.INTEGER, "pcr")
                .unbuilt(JetStreamKeys::cipher, "cipher");
    }

    void check(Setting setting, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (value instanceof ConfValue.StringValue text) {
            if (!Check.isOneOf(text.string(), "enabled", "enable", "disabled", "disable")) {
                throw setting.fault("Expected 'enabled' or 'disabled' for string value, got '" + text.string() + "'");
            }
        } else if (value instanceof ConfValue.MapValue block) {
            jetStream.read(block, Unbuilt.BLOCK, problems);
        } else if (!(value instanceof ConfValue.BooleanValue)) {
            throw setting.fault("Expected map, bool or string to define JetStream, got " + value.typeName());
        }
    }

    private static void strict(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.BooleanValue)) {
            throw setting.fault("Expected 'true' or 'false' for bool value, got '"
                    + setting.value().text() + "'");
        }
    }

    private static void sync(Setting setting, Problems problems) throws SettingException {
        boolean isAlways =
                setting.value() instanceof ConfValue.StringValue text && Check.isOneOf(text.string(), "always");
        if (!isAlways) {
            Check.DURATION.check(setting, problems);
        }
    }

    private static void cipher(Setting setting, Problems problems) throws SettingException {
        if (!Check.isOneOf(setting.string(), "chacha", "chachapoly", "aes")) {
            throw setting.fault("Unknown cipher type: " + Quoted.of(setting.string()));
        }
    }

    private static void count(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.IntegerValue)) {
            throw setting.fault("Expected a parseable size for " + Quoted.of(setting.key()) + ", got "
                    + setting.value().text());
        }
    }

    private static void notNegative(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.IntegerValue number) || number.integer() < 0) {
            throw setting.fault("Expected an absolute size for " + Quoted.of(setting.key()) + ", got "
                    + setting.value().text());
        }
    }

    private static void concurrentIo(Setting setting, Problems problems) throws SettingException {
        boolean fits = setting.value() instanceof ConfValue.IntegerValue number
                && number.integer() >= IO_MIN
                && number.integer() <= IO_MAX;
        if (!fits) {
            throw setting.fault("Expected an absolute size for " + Quoted.of(setting.key())
                    + " between 4 and 8192, got " + setting.value().text());
        }
    }
}

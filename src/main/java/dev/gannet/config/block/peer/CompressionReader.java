package dev.gannet.config.block.peer;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.CompressionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code compression}: a boolean, a mode, or a block (CF-137). Whether there is such a mode is asked at the start. */
final class CompressionReader {
    /** A {@link CompressionConfig} while it is read. */
    private static final class CompressionDraft {
        String mode = "";
        List<Duration> thresholds = List.of();
    }

    private final CompressionConfig usual;
    private final String on;
    private final KeyTable<CompressionDraft> keys = new KeyTable<>(UnknownKey::field);

    /** {@code usual} is what is not said, {@code on} the mode where it says only that there is compression. */
    CompressionReader(CompressionConfig usual, String on) {
        this.usual = usual;
        this.on = on;
        keys.string((draft, mode) -> draft.mode = mode, "mode")
                .key(
                        (setting, draft, problems) -> draft.thresholds = thresholds(setting),
                        "rtt_thresholds",
                        "thresholds",
                        "rtts",
                        "rtt");
    }

    KeyTable<?> keys() {
        return keys;
    }

    CompressionConfig read(Setting setting, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (value instanceof ConfValue.StringValue mode) {
            return mode.string().isEmpty() ? usual : new CompressionConfig(mode.string());
        }
        if (value instanceof ConfValue.BooleanValue isOn) {
            return new CompressionConfig(isOn.bool() ? on : CompressionConfig.OFF);
        }
        ConfValue.MapValue block =
                setting.map("field " + Quoted.of(setting.key()) + " should be a boolean or a structure, got ");
        CompressionDraft draft = new CompressionDraft();
        keys.read(block, draft, problems);
        return new CompressionConfig(draft.mode.isEmpty() ? usual.mode() : draft.mode, draft.thresholds);
    }

    private static List<Duration> thresholds(Setting setting) throws SettingException {
        List<Duration> thresholds = new ArrayList<>();
        for (ConfNode node : setting.array()) {
            String text = new Setting(setting.key(), node).string();
            try {
                thresholds.add(Durations.parse(text));
            } catch (IllegalArgumentException e) {
                throw setting.fault(String.valueOf(e.getMessage()));
            }
        }
        return thresholds;
    }
}

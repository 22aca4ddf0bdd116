package dev.gannet.config.block.peer;

import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.peer.WriteConfig;
import dev.gannet.config.peer.WriteTimeout;
import java.time.Duration;
import java.util.function.Function;

/**
 * How long a write may take, while it is read.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
public final class WriteDraft {
    private Duration deadline = Duration.ZERO;
    private WriteTimeout timeout = WriteTimeout.DEFAULT;

    /** Adds {@code write_deadline} and {@code write_timeout} to a block's keys. */
    static <T> void addTo(KeyTable<T> keys, Function<T, WriteDraft> draft) {
        keys.duration((target, deadline) -> draft.apply(target).deadline = deadline, "write_deadline")
                .key((setting, target, problems) -> draft.apply(target).timeout = timeout(setting), "write_timeout");
    }

    /** Reads {@code write_timeout}. */
    public static WriteTimeout timeout(Setting setting) throws SettingException {
        return WriteTimeout.of(setting.string())
                .orElseThrow(() -> setting.fault("write_timeout must be 'default', 'close' or 'retry'"));
    }

    WriteConfig toConfig() {
        return new WriteConfig(deadline, timeout);
    }
}

package dev.gannet.config.block;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.key.HostPort;
import dev.gannet.config.key.KeyTable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody connects, while it is read.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
public final class ListenDraft {
    public String host = "";
    public int port; // Zero: nowhere.
    public String advertise = "";

    /** Adds {@code listen}, {@code port} and {@code host} to a block's keys. */
    public static <T> void addTo(KeyTable<T> keys, Function<T, ListenDraft> draft) {
        keys.key(
                        (setting, target, problems) -> {
                            HostPort address = HostPort.of(setting);
                            draft.apply(target).host = address.host();
                            draft.apply(target).port = address.port();
                        },
                        "listen")
                .key((setting, target, problems) -> draft.apply(target).port = setting.port(), "port")
                .string((target, host) -> draft.apply(target).host = host, "host", "net");
    }

    /** Returns null for nowhere. */
    public @Nullable ListenConfig toConfig() {
        if (port == 0) {
            return null;
        }
        return new ListenConfig(
                host.isEmpty() ? ListenConfig.ANY_HOST : host, port, advertise.isEmpty() ? null : advertise);
    }
}

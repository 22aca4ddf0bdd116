package dev.gannet.config.reload;

import static dev.gannet.config.reload.Option.fixed;
import static dev.gannet.config.reload.Option.live;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of clients' TLS, as a reload sees them (CF-219, CF-221). The files are read again in any case. */
final class TlsOptions {
    private static final TlsConfig USUAL = TlsConfig.builder().build();

    private TlsOptions() {}

    static List<Option> all() {
        return List.of(
                live("TLSTimeout", "Reloaded: tls timeout = %s", of(tls -> Options.seconds(tls.timeout()))),
                fixed("TLSMap", of(TlsConfig::mapsUsers)),
                live("TLSConfig", Effect.TLS, "Reloaded: tls = %s", c -> c.tls() == null ? "disabled" : "enabled")
                        .whenever((before, now) -> before.tls() != null || now.tls() != null),
                live(
                                "TLSPinnedCerts",
                                "Reloaded: %s pinned_certs",
                                of(tls -> tls.pinnedCerts().size()))
                        .whenever((before, now) -> !tls(before).pinnedCerts().equals(tls(now).pinnedCerts())),
                fixed("TLSRateLimit", of(TlsConfig::connectionRateLimit)),
                live(
                        "TLSHandshakeFirst",
                        "Reloaded: Client TLS handshake first: %s",
                        of(tls -> tls.handshakeFirst().isOn())),
                live(
                        "TLSHandshakeFirstFallback",
                        "Reloaded: Client TLS handshake first fallback delay: %s",
                        of(tls -> tls.handshakeFirst().fallback())),
                fixed("AllowNonTLS", c -> c.allowNonTls()));
    }

    private static Function<ServerConfig, @Nullable Object> of(Function<TlsConfig, Object> part) {
        return config -> part.apply(tls(config));
    }

    /** Without a block the settings are as if an empty one stood there. */
    private static TlsConfig tls(ServerConfig config) {
        TlsConfig tls = config.tls();
        return tls == null ? USUAL : tls;
    }
}

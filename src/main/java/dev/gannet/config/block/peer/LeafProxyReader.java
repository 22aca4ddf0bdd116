package dev.gannet.config.block.peer;

import dev.gannet.base.Quoted;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.LeafRemoteConfig.Proxy;
import dev.gannet.config.peer.PeerUrl;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code proxy} that a leaf node goes through (CF-146). */
final class LeafProxyReader {
    /** What a block {@code tls} may have on the side that connects only. */
    private static final Set<String> TLS_KEYS = Set.of(
            "cert_file",
            "key_file",
            "ca_file",
            "certs",
            "certificates",
            "cert_store",
            "cert_match_by",
            "cert_match",
            "cert_match_skip_invalid",
            "ca_certs_match",
            "insecure",
            "cipher_suites",
            "curve_preferences",
            "timeout",
            "min_version",
            "allow_insecure_cipher_suites");

    /** A {@link Proxy} while it is read. */
    private static final class ProxyDraft {
        String url = "";
        String user = "";
        String password = "";
        Duration timeout = Duration.ZERO;

        @Nullable
        TlsConfig tls;
    }

    private final TlsReader tls;
    private final KeyTable<ProxyDraft> keys = new KeyTable<>(UnknownKey::field);

    LeafProxyReader(TlsReader tls) {
        this.tls = tls;
        keys.string((draft, url) -> draft.url = url, "url")
                .string((draft, user) -> draft.user = user, "username")
                .string((draft, password) -> draft.password = password, "password")
                .key(LeafProxyReader::readTimeout, "timeout")
                .key((setting, draft, problems) -> draft.tls = tls(setting, problems), "tls");
    }

    KeyTable<?> keys() {
        return keys;
    }

    Proxy read(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("Expected proxy to be a map, got ");
        ProxyDraft draft = new ProxyDraft();
        keys.read(block, draft, problems);
        return new Proxy(draft.url, draft.user, draft.password, draft.timeout, draft.tls);
    }

    /** Returns what is wrong with a proxy for these URLs; the empty text if nothing is. */
    static String problem(Proxy proxy, List<PeerUrl> urls, boolean hasTls) {
        if (proxy.url().isEmpty()) {
            boolean hasMore = !proxy.user().isEmpty()
                    || !proxy.password().isEmpty()
                    || !proxy.timeout().isZero()
                    || proxy.tls() != null;
            return hasMore ? "proxy URL must be specified when other proxy options are set" : "";
        }
        PeerUrl url;
        try {
            url = PeerUrl.parse(proxy.url());
        } catch (IllegalArgumentException e) {
            return "invalid proxy URL: " + e.getMessage();
        }
        if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
            return "proxy URL scheme must be http or https, got: " + url.scheme();
        }
        if (url.host().isEmpty() && url.port().isEmpty()) {
            return "proxy URL must specify a host";
        }
        if (proxy.timeout().isNegative()) {
            return "proxy timeout must be >= 0";
        }
        if (proxy.user().isEmpty() != proxy.password().isEmpty()) {
            return "proxy username and password must both be specified or both be empty";
        }
        if (proxy.tls() != null && !url.scheme().equals("https")) {
            return "proxy TLS configuration requires an https proxy URL, got: " + url.scheme();
        }
        for (PeerUrl remote : urls) {
            if (remote.scheme().equals("wss") && !hasTls) {
                return "proxy is configured but remote URL " + remote + " requires TLS and no TLS configuration is"
                        + " provided. When using proxy with TLS endpoints, ensure TLS is properly configured for the"
                        + " leafnode remote";
            }
        }
        return "";
    }

    private @Nullable TlsConfig tls(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map();
        for (String key : block.nodes().keySet()) {
            if (!TLS_KEYS.contains(key.toLowerCase(Locale.ROOT))) {
                ConfNode node = block.nodes().get(key);
                throw new Setting(key, node == null ? setting.node() : node)
                        .fault(Quoted.of(key) + " is not supported for proxy TLS");
            }
        }
        return tls.read(setting, TlsReader.Side.CLIENTS, problems);
    }

    /** A negative one is refused later, with all that is wrong with the proxy. */
    private static void readTimeout(Setting setting, ProxyDraft draft, Problems problems) throws SettingException {
        boolean isNegative = setting.value() instanceof ConfValue.StringValue text
                && text.string().startsWith("-");
        draft.timeout = isNegative ? Duration.ofNanos(-1) : setting.durationOrSeconds("proxy timeout", problems);
    }
}

package dev.gannet.config.flag;

import dev.gannet.config.block.peer.ClusterDraft;
import dev.gannet.config.key.Ports;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.PeerUrl;
import dev.gannet.config.source.Draft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the flags about the cluster do to what the file says of it (CF-23, CF-24). Errors are the reference server's.
 */
final class ClusterFlags {
    private static final String ANY_PORT = ":-1";
    private static final String PORT_DIGITS = "[0-9]{1,9}";

    private ClusterFlags() {}

    /** {@code --cluster}: where other servers connect, and as whom; the empty text is nowhere. */
    static void listen(FlagValue value, Draft draft) throws SettingException {
        ClusterDraft cluster = draft.cluster;
        if (value.text().isEmpty()) {
            cluster.listen.port = 0;
            return;
        }
        boolean isAnyPort = value.text().endsWith(ANY_PORT);
        String text =
                isAnyPort ? value.text().substring(0, value.text().length() - ANY_PORT.length()) + ":0" : value.text();
        PeerUrl url = url(text);
        if (url.port().isEmpty()) {
            String address = url.host().isEmpty() ? "" : "address " + url.host() + ": ";
            throw new SettingException(address + "missing port in address");
        }
        if (url.userInfo() != null && url.password() == null) {
            throw new SettingException("expected cluster password to be set");
        }
        cluster.listen.host = host(url);
        cluster.listen.port = isAnyPort ? Ports.MIN : port(url.port());
        cluster.user = orEmpty(url.user());
        cluster.password = orEmpty(url.password());
    }

    /** {@code --routes}: the servers to connect to, instead of those of the file; the empty text is none. */
    static void routes(FlagValue value, Draft draft) throws SettingException {
        List<PeerUrl> routes = new ArrayList<>();
        if (!value.text().isEmpty()) {
            for (String route : value.text().split(",", -1)) {
                routes.add(url(route.strip()));
            }
        }
        draft.cluster.routes = routes;
    }

    /** {@code --cluster_name}. */
    static void name(FlagValue value, Draft draft) throws SettingException {
        if (value.text().equals(ClusterConfig.RESERVED_NAME)) {
            throw new SettingException("cluster name is reserved");
        }
        draft.cluster.name = value.text();
    }

    private static PeerUrl url(String text) throws SettingException {
        try {
            return PeerUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }

    private static String host(PeerUrl url) {
        String host = url.host();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String text) throws SettingException {
        long port = text.matches(PORT_DIGITS) ? Long.parseLong(text) : Long.MAX_VALUE;
        if (port > Ports.MAX) {
            throw new SettingException(Ports.invalid(port));
        }
        return (int) port;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}

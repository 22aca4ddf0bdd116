package dev.gannet.config.peer;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.TlsConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that this one is joined with: the block {@code gateway} (CF-141..143).
 *
 * @param name that of the own cluster; empty if it is not said
 * @param listen where other clusters connect; null is nowhere
 * @param tls encrypts and shows both sides' certificates; null is not at all
 * @param connectRetries how often a cluster that was not configured is tried again
 * @param connectBackoff whether that is tried less and less often
 * @param remotes the clusters that this one connects to
 * @param rejectUnknown whether others than these are turned away
 */
public record GatewayConfig(
        String name,
        @Nullable ListenConfig listen,
        PeerLogin login,
        @Nullable TlsConfig tls,
        int connectRetries,
        boolean connectBackoff,
        List<Remote> remotes,
        boolean rejectUnknown,
        WriteConfig write) {
    private static final GatewayConfig OFF =
            new GatewayConfig("", null, PeerLogin.NONE, null, 0, false, List.of(), false, WriteConfig.DEFAULT);

    /**
     * Another cluster.
     *
     * @param tls null is that of the block
     */
    public record Remote(
            String name, List<PeerUrl> urls, @Nullable TlsConfig tls) {
        public Remote {
            urls = List.copyOf(urls);
        }

        Remote withoutTls() {
            return new Remote(name, urls, null);
        }
    }

    public GatewayConfig {
        remotes = List.copyOf(remotes);
    }

    public static GatewayConfig off() {
        return OFF;
    }

    public boolean isOn() {
        return !name.isEmpty() || listen != null;
    }

    /** What cannot change while the server runs: everything but certificates (CF-224). */
    public GatewayConfig withoutTls() {
        List<Remote> plain = remotes.stream().map(Remote::withoutTls).toList();
        return new GatewayConfig(
                name, listen, login, null, connectRetries, connectBackoff, plain, rejectUnknown, write);
    }
}

package dev.gannet.config.block;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.feature.AuthCalloutConfig;
import dev.gannet.config.peer.PeerLogin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a block {@code authorization} says.
 *
 * @param user empty if there is none; so are {@code password} and {@code token}
 * @param timeout zero is the default
 * @param users null if there is no array of users, not even an empty one
 * @param defaultPermissions what users without permissions of their own may do, or null for everything
 * @param callout the service that says who clients are; null is none
 * @param proxyRequired whether who is no user of the array has to come through a trusted proxy
 */
public record Login(
        String user,
        String password,
        String token,
        Duration timeout,
        @Nullable List<UserConfig> users,
        @Nullable PermissionsConfig defaultPermissions,
        @Nullable AuthCalloutConfig callout,
        boolean proxyRequired) {
    /** Says nothing of secrets. */
    @Override
    public String toString() {
        return "Login[user=" + user + ", timeout=" + timeout + "]";
    }

    /** As servers show each other who they are; with TLS there is the time of a handshake and a second more. */
    public PeerLogin toPeer(@Nullable TlsConfig tls) {
        return peer(user, password, timeout, tls);
    }

    /** The same of a user. */
    public static PeerLogin peer(String user, String password, Duration timeout, @Nullable TlsConfig tls) {
        if (!timeout.isZero()) {
            return new PeerLogin(user, password, timeout);
        }
        Duration usual = tls == null ? PeerLogin.DEFAULT_TIMEOUT : tls.timeout().plusSeconds(1);
        return new PeerLogin(user, password, usual);
    }
}

package dev.gannet.config.peer;

import java.time.Duration;

/**
 * How servers show each other who they are: one user, or nobody in particular.
 *
 * @param user empty if any server may come
 * @param password plain, or a bcrypt hash
 * @param timeout how long the other side may take to show it
 */
public record PeerLogin(String user, String password, Duration timeout) {
    /** How long without TLS; with it a handshake's time and a second. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    public static final PeerLogin NONE = new PeerLogin("", "", DEFAULT_TIMEOUT);

    public PeerLogin {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "PeerLogin[user=" + user + ", timeout=" + timeout + "]";
    }
}

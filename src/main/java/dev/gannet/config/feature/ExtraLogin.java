package dev.gannet.config.feature;

import java.time.Duration;

/**
 * Who connects over WebSocket or MQTT, if it is not who connects otherwise (CF-151, CF-153). What is empty is not asked
 * for.
 *
 * @param noAuthUser the user that clients without credentials become
 * @param timeout how long a client may take to show who it is; zero is as otherwise
 */
public record ExtraLogin(String user, String password, String token, String noAuthUser, Duration timeout) {
    public static final ExtraLogin NONE = new ExtraLogin("", "", "", "", Duration.ZERO);

    /** Says nothing of secrets. */
    @Override
    public String toString() {
        return "ExtraLogin[user=" + user + ", noAuthUser=" + noAuthUser + ", timeout=" + timeout + "]";
    }
}

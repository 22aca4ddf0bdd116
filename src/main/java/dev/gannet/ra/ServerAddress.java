package dev.gannet.ra;

import dev.gannet.client.JnatsMessaging;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, and as whom.
 *
 * @param url one or several with commas; a user and a password, or a token, may stand in it
 * @param user null without one
 * @param password null without one
 */
record ServerAddress(
        String url, @Nullable String user, @Nullable String password) {
    static final String DEFAULT_URL = "nats://localhost:4222";

    JnatsMessaging connect(String name) {
        Options.Builder options =
                new Options.Builder().server(url).connectionName(name).maxReconnects(-1);
        if (user != null) {
            options.userInfo(user.toCharArray(), password == null ? new char[0] : password.toCharArray());
        }
        return JnatsMessaging.connect(options);
    }

    /** Says nothing: there may be a password in each part. */
    @Override
    public String toString() {
        return "ServerAddress[...]";
    }
}

package dev.gannet.ra;

import dev.gannet.client.JnatsMessaging;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, and as whom.
 *
 * @param url one or several with commas; a user and a password, or a token, may stand in it
 */
record ServerAddress(String url, Login login, Stores stores) {
    static final String DEFAULT_URL = "nats://localhost:4222";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * As whom.
     *
     * @param user null without one
     * @param password null without one
     * @param token null without one
     * @param credentials a file of JWT and seed; null without one
     */
    record Login(
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String credentials) {}

    /**
     * Files for TLS; null where the JVM's own are meant.
     *
     * @param trust whom to believe
     * @param key who we are
     */
    record Stores(
            @Nullable String trust,
            @Nullable String trustPassword,
            @Nullable String key,
            @Nullable String keyPassword) {}

    /**
     * Connects. The threads of the connection know nothing of the application that wants it, and so keep nothing of it.
     *
     * @throws dev.gannet.api.MessagingException if no server answers
     */
    JnatsMessaging connect(String name, ConnectionListener listener) {
        Thread thread = Thread.currentThread();
        ClassLoader applications = thread.getContextClassLoader();
        thread.setContextClassLoader(ServerAddress.class.getClassLoader());
        try {
            return JnatsMessaging.connect(options(name).connectionListener(listener));
        } finally {
            thread.setContextClassLoader(applications);
        }
    }

    private Options.Builder options(String name) {
        Options.Builder options = new Options.Builder()
                .server(url)
                .connectionName(name)
                .connectionTimeout(CONNECT_TIMEOUT)
                .maxReconnects(-1)
                .errorListener(new ConnectionErrors(name));
        if (login.user != null) {
            options.userInfo(login.user.toCharArray(), chars(login.password));
        }
        if (login.token != null) {
            options.token(login.token.toCharArray());
        }
        if (login.credentials != null) {
            options.credentialPath(login.credentials);
        }
        if (stores.trust != null) {
            options.truststorePath(stores.trust).truststorePassword(chars(stores.trustPassword));
        }
        if (stores.key != null) {
            options.keystorePath(stores.key).keystorePassword(chars(stores.keyPassword));
        }
        return options;
    }

    private static char[] chars(@Nullable String text) {
        return text == null ? new char[0] : text.toCharArray();
    }

    /** Says nothing: there may be a password in each part. */
    @Override
    public String toString() {
        return "ServerAddress[...]";
    }
}

package dev.gannet.ra;

import dev.gannet.api.MessagingException;
import dev.gannet.client.ConnectionErrors;
import dev.gannet.client.DetachedThreads;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.inprocess.InProcessOptions;
import dev.gannet.client.inprocess.InProcessServer;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, and as whom.
 *
 * @param url one or several with commas; a user and a password, or a token, may stand in it. {@value #IN_PROCESS} is the
 *     server in this container; null that one if it is there, else the default
 */
record ServerAddress(@Nullable String url, Login login, Stores stores) {
    static final String IN_PROCESS = "in-process";

    private static final System.Logger LOG = System.getLogger("dev.gannet.ra");
    private static final String DEFAULT_URL = "nats://localhost:4222";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final long IDLE_SECONDS = 1;

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

    /** Returns the same for somebody else. */
    ServerAddress as(String user, String password) {
        return new ServerAddress(url, new Login(user, password, null, null), stores);
    }

    /**
     * Looks for mistakes that are no server's.
     *
     * @throws IllegalArgumentException if there is one; it names the property
     */
    void check() {
        if (url != null) {
            checkUrl(url);
        }
        if (login.password != null && login.user == null) {
            throw ActivationChecks.wrong("user", "", "whom the password is of");
        }
        if (login.credentials != null && !Files.isReadable(Path.of(login.credentials))) {
            throw ActivationChecks.wrong("credentials", login.credentials, "a file that can be read");
        }
        checkStore("trustStore", stores.trust, stores.trustPassword);
        checkStore("keyStore", stores.key, stores.keyPassword);
    }

    private static void checkUrl(String url) {
        String expected = "such as nats://localhost:4222, several with commas; or in-process";
        List<String> parts =
                Arrays.stream(url.split(",", -1)).map(String::strip).toList();
        if (url.isBlank()) {
            throw ActivationChecks.wrong("url", "", expected);
        }
        if (parts.size() > 1 && parts.contains(IN_PROCESS)) {
            throw ActivationChecks.wrong("url", withoutSecrets(url), IN_PROCESS + " alone");
        }
        try {
            new Options.Builder().server(url);
        } catch (IllegalArgumentException e) {
            throw ActivationChecks.wrong("url", withoutSecrets(url), expected);
        }
    }

    private static String withoutSecrets(String url) {
        return url.replaceAll("//[^/@\\s,]*@", "//***@");
    }

    /** Reads a file as the client library does. */
    private static void checkStore(String property, @Nullable String file, @Nullable String password) {
        if (file == null) {
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            KeyStore.getInstance("JKS").load(in, password == null ? null : password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw ActivationChecks.wrong(property, file, "a key store that can be read, but: " + e);
        }
    }

    /**
     * Connects. The threads of the connection know nothing of the application that wants it, and so keep nothing of it.
     *
     * @throws MessagingException if no server answers
     */
    JnatsMessaging connect(String name, ConnectionListener listener) {
        return DetachedThreads.detached(
                () -> JnatsMessaging.connect(options(name).connectionListener(listener)));
    }

    private Options.Builder options(String name) {
        Options.Builder options = new Options.Builder()
                .connectionName(name)
                .connectionTimeout(CONNECT_TIMEOUT)
                .maxReconnects(-1)
                .executor(threads(name))
                .errorListener(new ConnectionErrors(LOG, name));
        if (login.user != null) {
            options.userInfo(login.user.toCharArray(), chars(login.password));
        }
        if (login.token != null) {
            options.token(login.token.toCharArray());
        }
        if (login.credentials != null) {
            options.credentialPath(login.credentials);
        }
        return isInProcess() ? InProcessOptions.with(options, InProcessServer::inContainer) : overTcp(options);
    }

    /** Returns whether the default is meant as long as no server is deployed in this container. */
    boolean mayBecomeInProcess() {
        return url == null && InProcessServer.inContainer() == null;
    }

    /** Returns whether a server that is deployed in this container is meant. */
    boolean isOfContainer() {
        return (url == null || url.equals(IN_PROCESS)) && InProcessServer.inContainer() != null;
    }

    /** Asked for each connection: the server may be deployed after those that use it. */
    private boolean isInProcess() {
        if (url != null && !url.equals(IN_PROCESS)) {
            return false;
        }
        boolean isHere = InProcessServer.inContainer() != null;
        if (!isHere && url != null) {
            throw new MessagingException("cannot connect: url is in-process, and no server is in this container", null);
        }
        if (!InProcessOptions.arePossible() && url != null) {
            throw new MessagingException(
                    "cannot connect: url is in-process, and the container has a jnats of its own (expected: only that of"
                            + " gannet.rar)",
                    null);
        }
        return isHere && InProcessOptions.arePossible();
    }

    private Options.Builder overTcp(Options.Builder options) {
        options.server(url == null ? DEFAULT_URL : url);
        if (stores.trust != null) {
            options.truststorePath(stores.trust).truststorePassword(chars(stores.trustPassword));
        }
        if (stores.key != null) {
            options.keystorePath(stores.key).keystorePassword(chars(stores.keyPassword));
        }
        return options;
    }

    /** Threads of a connection, each there while it has something to do: nobody has to end them. */
    private static ExecutorService threads(String name) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DetachedThreads("nats " + name));
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

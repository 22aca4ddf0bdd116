package dev.gannet.testing;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server that a test class talks to. The same tests run against three hosts: by default a server in this JVM; with
 * {@code -Dgannet.reference=/path/to/nats-server} the reference server, which decides what is right; with
 * {@code -Dgannet.edge=true} the started {@code bin/gannet-edge}.
 *
 * <p><b>Owner:</b> the test's thread.
 */
public final class ServerUnderTest implements BeforeAllCallback, AfterAllCallback {
    private static final Path EDGE = Path.of("bin/gannet-edge").toAbsolutePath();
    private static final int FREE_PORT = -1;

    private final String configuration;
    private @Nullable RunningServer server;

    private ServerUnderTest(String configuration) {
        this.configuration = configuration;
    }

    /** A server with the default settings, for a whole test class. */
    public static ServerUnderTest withDefaults() {
        return new ServerUnderTest("");
    }

    /** A server for a whole test class; {@code configuration} is nats.conf text without a client port. */
    public static ServerUnderTest with(String configuration) {
        return new ServerUnderTest(configuration);
    }

    /** Starts a server that the caller closes. */
    public static RunningServer start(String configuration) throws IOException {
        return start(configuration, FREE_PORT);
    }

    /** Starts a server on a given port that the caller closes. */
    public static RunningServer start(String configuration, int port) throws IOException {
        String reference = System.getProperty("gannet.reference");
        if (reference != null) {
            return ServerProcess.start(Path.of(reference), configuration, port);
        }
        if (Boolean.getBoolean("gannet.edge")) {
            return ServerProcess.start(EDGE, configuration, port);
        }
        return InProcessServer.start(configuration, port);
    }

    /** Starts a server of ours in this JVM, on a free port, that the caller closes: for what no other server has. */
    public static GannetServer startEmbedded(String configuration) {
        ServerConfig config = NatsConf.parse(configuration);
        return GannetServer.start(
                config.toBuilder().client(config.client().withPort(FREE_PORT)).build(), ServerLog.silent());
    }

    /** Says whether the tests run against the reference, which decides what is right. */
    public static boolean isReference() {
        return System.getProperty("gannet.reference") != null;
    }

    /** Says whether servers run in this JVM, where starting one costs little. */
    public static boolean isInProcess() {
        return !isReference() && !Boolean.getBoolean("gannet.edge");
    }

    public String url() {
        return server().url();
    }

    public int clientPort() {
        return server().clientPort();
    }

    public RunningServer server() {
        if (server == null) {
            throw new IllegalStateException("server: not started (expected: use in a test of the class)");
        }
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = start(configuration);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}

package dev.gannet.testing;

import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A NATS server for the tests of one class, in the tests' own JVM, on a free port of this machine. It starts before the
 * first test and is gone after the last.
 *
 * <pre>{@code
 * class OrdersTest {
 *     @RegisterExtension
 *     static final GannetExtension nats = new GannetExtension();
 *
 *     @Test
 *     void shouldAnnounceAnOrder() throws Exception {
 *         try (Connection client = Nats.connect(nats.url())) {
 *             ...
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>With {@code @ExtendWith(GannetExtension.class)} a test takes it, or its URL, as a parameter instead:
 * {@code shouldAnnounceAnOrder(URI nats)}.
 *
 * <p>With {@code -Dgannet.url=nats://host:port} the tests use the server at that address, if they asked for one with
 * default settings: so they can be run against nats-server too.
 *
 * <p><b>Owner:</b> JUnit, which may run nested classes on several threads; this object's lock guards its state.
 */
public final class GannetExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final String URL_PROPERTY = "gannet.url";
    private static final int DEFAULT_PORT = 4222;

    private final ServerConfig config;
    private final @Nullable URI external;
    private @Nullable GannetServer server;
    private int openClasses; // A class and those nested in it.

    /** A server with the default settings. */
    public GannetExtension() {
        this(ServerConfig.embedded(), externalServer());
    }

    /** A server with these settings; {@link ServerConfig#embedded} and its builder are a good start. */
    public GannetExtension(ServerConfig config) {
        this(config, null);
    }

    private GannetExtension(ServerConfig config, @Nullable URI external) {
        this.config = config;
        this.external = external;
    }

    /**
     * A server with the settings of {@code natsConf}, the text of a configuration file. Its client port is a free one on
     * loopback, whatever the text says.
     *
     * @throws IllegalArgumentException if there is a mistake in the text
     */
    public static GannetExtension withConfiguration(String natsConf) {
        return new GannetExtension(NatsConf.parse(natsConf));
    }

    /** The URL that clients connect to. */
    public String url() {
        return external == null ? server().url() : external.toString();
    }

    /** The port that clients connect to. */
    public int port() {
        if (external == null) {
            return server().clientPort();
        }
        return external.getPort() < 0 ? DEFAULT_PORT : external.getPort();
    }

    /**
     * The server itself.
     *
     * @throws IllegalStateException if none runs: before the first test, or with {@code -Dgannet.url}
     */
    public synchronized GannetServer server() {
        if (server == null) {
            throw new IllegalStateException(
                    "server: not running (expected: use in a test, of an extension in a static field)");
        }
        return server;
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (openClasses++ == 0 && external == null) {
            server = GannetServer.start(config);
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (--openClasses == 0 && server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == GannetExtension.class || type == URI.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == URI.class ? URI.create(url()) : this;
    }

    private static @Nullable URI externalServer() {
        String url = System.getProperty(URL_PROPERTY, "");
        return url.isEmpty() ? null : URI.create(url);
    }
}

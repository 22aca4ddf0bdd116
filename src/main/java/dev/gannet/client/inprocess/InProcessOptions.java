package dev.gannet.client.inprocess;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.ReconnectDelayHandler;
import io.nats.client.impl.InProcessDataPort;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has jnats connect to a server in this JVM without a socket, and go on when there is one again after it has gone:
 *
 * <pre>{@code
 * Connection nats = Nats.connect(InProcessOptions.with(new Options.Builder(), () -> server.inProcess()::apply).build());
 * }</pre>
 */
public final class InProcessOptions implements ReconnectDelayHandler {
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Supplier<@Nullable InProcessServer> servers;

    private InProcessOptions(Supplier<@Nullable InProcessServer> servers) {
        this.servers = servers;
    }

    /**
     * Completes {@code settings}, of which addresses do not matter.
     *
     * @param servers where the server is now, or null; asked again when it has gone
     */
    public static Options.Builder with(Options.Builder settings, Supplier<@Nullable InProcessServer> servers) {
        return settings.server("nats://in-process")
                .dataPortType(InProcessDataPort.class.getName())
                .reconnectDelayHandler(new InProcessOptions(servers));
    }

    /**
     * Says whether jnats can be had to do this: not if it has another class loader, because a container has a copy of its own
     * that comes first.
     */
    public static boolean arePossible() {
        return InProcessDataPort.class.getClassLoader() == Options.class.getClassLoader();
    }

    /** Returns where a connection with these options goes; null if there is no server now. */
    public static @Nullable InProcessServer serverOf(Options options) {
        return options.getReconnectDelayHandler() instanceof InProcessOptions own
                ? own.servers.get()
                : InProcessServer.inContainer();
    }

    /** Returns whether a connection has such options, and so goes to the server in this JVM. */
    public static boolean areOf(Connection connection) {
        return connection.getOptions().getReconnectDelayHandler() instanceof InProcessOptions;
    }

    @Override
    public Duration getWaitTime(long tries) {
        return RETRY;
    }
}

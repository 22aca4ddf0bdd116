package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.reload.Change;
import dev.gannet.config.reload.ConfigChanges;
import dev.gannet.config.reload.ConfigHost;
import dev.gannet.config.reload.Effect;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.connection.tls.PinnedCerts;
import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.net.EventLoops;
import dev.gannet.net.TlsContext;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.WireError;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts other settings in force while the server runs: all of them, or none (CF-210). Connections that may stay lose
 * nothing; the others are closed as the reference closes them.
 *
 * <p><b>Owner:</b> whoever reloads, one at a time, and never an event loop: it waits until each of them has looked at its
 * clients.
 */
final class Reload {
    private static final int WAIT_SECONDS_MAX = 30;
    /** What is told to the host one by one; the log is told once for all its settings. */
    private static final Set<Effect> OF_HOST = Set.of(Effect.PID_FILE, Effect.PORTS_FILE, Effect.TLS);

    private final GannetServer server;
    private final ServerContext context;
    private final EventLoops loops;
    private final ServerLog log;
    private final @Nullable ConfigHost host;
    private final boolean hasStreams;

    /**
     * @param host null where the settings do not come from one
     * @param hasStreams whether there are streams now, whatever the settings want
     */
    Reload(
            GannetServer server,
            ServerContext context,
            EventLoops loops,
            @Nullable ConfigHost host,
            boolean hasStreams) {
        this.server = server;
        this.context = context;
        this.loops = loops;
        this.log = context.log();
        this.host = host;
        this.hasStreams = hasStreams;
    }

    /** Takes over {@code wanted}. */
    void run(ServerConfig wanted) throws ReloadException {
        int clientPort = server.clientPort();
        if (clientPort == 0) {
            throw new ReloadException("the server does not listen yet");
        }
        ServerConfig before = asItIs(withPort(context.config(), clientPort));
        ServerConfig now = wanted.client().port() == ListenConfig.RANDOM_PORT ? withPort(wanted, clientPort) : wanted;
        List<String> problems = now.problems();
        if (!problems.isEmpty()) {
            throw ReloadException.ofStart(problems.get(0));
        }
        List<Change> changes = ConfigChanges.between(before, now);
        Authenticator authenticator = takeOver(now);
        loops.reload(now);
        server.renewInfo();
        boolean isLogChanged = false;
        for (Change change : changes) {
            isLogChanged |= change.effect() == Effect.LOG;
            apply(change, now);
        }
        if (isLogChanged && host != null) {
            host.apply(Effect.LOG, now);
            server.logChanged();
        }
        lookAtClients(authenticator);
        context.accounts().all().forEach(this::closeExcess);
    }

    /** Those who are there stay, except for those whose certificate is not pinned any more. */
    void closeUnpinned() {
        TlsConfig tls = context.config().tls();
        Set<String> pinned = tls == null ? Set.of() : tls.pinnedCerts();
        int closed = 0;
        for (Client client : context.clients().open()) {
            TlsFacts facts = client.tls();
            if (facts != null && !PinnedCerts.allow(pinned, facts)) {
                client.end(CloseReason.TLS_HANDSHAKE);
                closed++;
            }
        }
        if (closed > 0) {
            log.notice("Disconnect " + closed + " clients due to pinned certs reload");
        }
    }

    private Authenticator takeOver(ServerConfig now) throws ReloadException {
        TlsContext tls;
        try {
            tls = server.tls().reload(now); // The files may be others although the settings are the same.
        } catch (IllegalArgumentException | TlsFileException e) {
            throw new ReloadException(String.valueOf(e.getMessage()));
        }
        try {
            Authenticator authenticator = context.reload(now);
            loops.tls(tls);
            server.tls().reloaded(now);
            return authenticator;
        } catch (IllegalArgumentException e) {
            server.tls().notReloaded();
            throw new ReloadException(String.valueOf(e.getMessage()));
        }
    }

    /** Streams that could not be opened are as good as never asked for: they may be opened elsewhere. */
    private ServerConfig asItIs(ServerConfig config) {
        JetStreamConfig jetStream = config.features().jetStream();
        return hasStreams || !jetStream.isOn()
                ? config
                : config.toBuilder()
                        .features(config.features().withJetStream(jetStream.whileOff()))
                        .build();
    }

    private static ServerConfig withPort(ServerConfig config, int port) {
        return config.toBuilder().client(config.client().withPort(port)).build();
    }

    private void apply(Change change, ServerConfig now) {
        if (change.effect() == Effect.MAX_CONNECTIONS) {
            int max = Math.max(0, now.limits().maxConnections());
            int closed =
                    closeNewest(max, client -> true, WireError.MAXIMUM_CONNECTIONS, CloseReason.MAXIMUM_CONNECTIONS);
            if (closed > 0) {
                log.notice("Closed " + closed + " connections to fall within max_connections");
            }
        }
        if (host != null && OF_HOST.contains(change.effect())) {
            host.apply(change.effect(), now);
        }
        log.notice(change.line());
    }

    private void closeExcess(Account account) {
        int max = account.limits().maxConnections();
        if (max >= 0 && account.connections() > max) {
            closeNewest(
                    max,
                    client -> client.account() == account,
                    WireError.MAXIMUM_ACCOUNT_CONNECTIONS,
                    CloseReason.MAXIMUM_ACCOUNT_CONNECTIONS);
        }
    }

    /** Of those whom it concerns closes the newest until {@code max} are left; returns how many it closed. */
    private int closeNewest(int max, Predicate<Client> concerned, WireError error, CloseReason reason) {
        List<Client> excess = context.clients().open().stream()
                .filter(concerned)
                .sorted(Comparator.comparingLong(Client::cid))
                .skip(max)
                .toList();
        excess.forEach(client -> client.control().end(error, reason));
        return excess.size();
    }

    private void lookAtClients(Authenticator before) {
        Collection<Client> clients = List.copyOf(context.clients().open());
        CountDownLatch waiting = new CountDownLatch(clients.size());
        for (Client client : clients) {
            client.control().reload(before, waiting::countDown);
        }
        try {
            if (!waiting.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.warn(waiting.getCount() + " clients are still being authenticated again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // They are looked at all the same.
        }
    }
}

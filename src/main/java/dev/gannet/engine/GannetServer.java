package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.Advertise;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.reload.ConfigHost;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.connection.Client;
import dev.gannet.connection.ProxiedClient;
import dev.gannet.connection.ServerContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.inprocess.InProcessConnections;
import dev.gannet.monitor.QueueSnapshot;
import dev.gannet.monitor.ServerView;
import dev.gannet.net.EventLoops;
import dev.gannet.net.ServerTls;
import dev.gannet.net.TlsContext;
import dev.gannet.net.ocsp.OcspException;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.ServerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server inside this program. Any number may run in one JVM; closing one frees its port and threads at once.
 *
 * <pre>{@code
 * try (GannetServer server = GannetServer.start(ServerConfig.embedded())) {
 *     Connection client = Nats.connect(server.url());
 * }
 * }</pre>
 *
 * <p>Any thread.
 */
@Singleton
public final class GannetServer implements AutoCloseable {
    private final ServerLog log;
    private final ServerContext context;
    private final EventLoops loops;
    private final ServerTls tls;
    private final EngineServices services;
    private final EngineThreads threads;
    private final ServerIdentity identity;
    private final InProcessConnections inProcess;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean lameDuck = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Runnable> closeTasks = new ConcurrentLinkedQueue<>();
    private final EngineView view;
    private final Object reloading = new Object();
    private volatile int clientPort;
    private final Object life = new Object(); // Held while the server starts, and while it ends.
    private volatile boolean listening;
    private volatile @Nullable ConfigHost configHost;

    @Inject
    GannetServer(
            ServerContext context, EventLoops loops, ServerTls tls, EngineServices services, EngineThreads threads) {
        this.log = context.log();
        this.identity = ServerIdentity.generate();
        this.context = context;
        this.loops = loops;
        this.tls = tls;
        this.services = services;
        this.threads = threads;
        this.inProcess = threads.inProcess();
        this.view = new EngineView(this, context);
        tls.peerListener(services.peerListener());
        context.info(info(Math.max(0, context.config().client().port())));
    }

    /** Starts a server that logs to {@link System.Logger} {@code dev.gannet}; it is ready when this returns. */
    public static GannetServer start(ServerConfig config) {
        return start(config, ServerLog.to(System.getLogger("dev.gannet")));
    }

    /**
     * Starts a server; it is ready when this returns.
     *
     * @throws UncheckedIOException if the address cannot be listened on
     * @throws StartRefusedException if streams cannot be kept where they are to be
     */
    public static GannetServer start(ServerConfig config, ServerLog log) {
        GannetServer server = create(config, log, new DaemonThreads());
        server.listen();
        return server;
    }

    /**
     * Makes a server that does not listen yet, for a host that has something to do between the two.
     *
     * @param threads makes every thread of the server
     */
    public static GannetServer create(ServerConfig config, ServerLog log, ThreadFactory threads) {
        return EngineParts.wire(config, log, threads, Clock.system(), Chance.system());
    }

    /**
     * Begins to listen; clients can connect when this returns, unless the server has been closed meanwhile.
     *
     * @throws UncheckedIOException if that is not possible; the server is closed then
     * @throws StartRefusedException if streams cannot be kept where they are to be; likewise
     */
    public void listen() {
        open();
        if (!closing.get()) {
            ready();
        }
    }

    /** Says in the log that everything is there. */
    public void ready() {
        log.notice("Server is ready");
    }

    /** The same as {@link #listen} for a host that has more to wait for before it calls {@link #ready}. */
    public void open() {
        synchronized (life) {
            if (!closing.get()) {
                openNow();
            }
        }
    }

    private void openNow() {
        ServerConfig config = context.config();
        ListenConfig client = config.client();
        try {
            loops.start(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            Account system = context.accounts().system();
            if (system != null) {
                log.debug("Created system account: \"" + system.name() + "\"");
            }
            inProcess.join();
            services.start(loops, log, new ServiceAccess(view, loops, this::reload));
            context.logins().authenticator().warnings().forEach(log::warn);
            if (config.limits().maxPayloadBytes() > LimitsConfig.MAX_PAYLOAD_ENCOURAGED_BYTES) {
                log.warn("Maximum payloads over 8.00 MB are generally discouraged and could lead to poor performance");
            }
            loadTls();
            KeyFiles.warnings(config).forEach(log::warn);
            startStreams();
            int port = loops.listen(addressOf(client), this::peer);
            clientPort = port;
            context.info(info(port));
            listening = true;
            inProcess.open(this::peer);
            log.notice("Listening for client connections on " + join(client.host(), port));
            sayTls();
            tls.beginCache();
        } catch (IOException e) {
            closeUnheard();
            throw new UncheckedIOException("listen " + join(client.host(), client.port()) + ": " + e.getMessage(), e);
        }
    }

    private void startStreams() {
        try {
            services.startStreams(loops, view);
        } catch (StartRefusedException e) {
            closeUnheard();
            throw e;
        }
    }

    /** Returns what waits inside the server. Any thread. */
    List<QueueSnapshot> queues() {
        return threads.queues(loops.waitingCommands());
    }

    private void loadTls() throws IOException {
        try {
            tls.open(context.config());
            loops.tls(tls.loadIfAny(context.config().tls()));
            tls.begin(this::closeElsewhere);
        } catch (TlsFileException | OcspException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void sayTls() {
        ServerConfig config = context.config();
        TlsConfig tls = config.tls();
        if (tls == null) {
            return;
        }
        TlsConfig.HandshakeFirst first = tls.handshakeFirst();
        boolean firstOnly = first.isOn() && first.fallback().isZero();
        boolean isOptional = config.allowNonTls() && !firstOnly;
        log.notice("TLS " + (isOptional ? "available" : "required") + " for client connections");
        if (firstOnly) {
            log.warn("Clients that are not using \"TLS Handshake First\" option will fail to connect");
        }
    }

    private Peer peer(Transport transport) {
        return context.config().protocol().proxyProtocol() && !transport.isInProcess()
                ? new ProxiedClient(context, transport)
                : new Client(context, transport);
    }

    private static InetSocketAddress addressOf(ListenConfig listen) throws IOException {
        int port = Math.max(0, listen.port());
        InetSocketAddress address = new InetSocketAddress(listen.host(), port);
        if (address.isUnresolved()) {
            throw new IOException("lookup " + listen.host() + ": no such host");
        }
        return address;
    }

    private static String join(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private ServerInfo info(int port) {
        ServerConfig config = context.config();
        ListenConfig client = config.client();
        String advertise = client.advertise();
        Advertise shown = advertise == null || advertise.isEmpty()
                ? new Advertise(client.host(), port)
                : Advertise.parse(advertise, port);
        return new ServerInfo(
                identity.serverId(),
                serverName(),
                "java" + Runtime.version().feature(),
                shown.host(),
                shown.port(),
                config.protocol().headers(),
                context.logins().authenticator().required(),
                config.limits().maxPayloadBytes(),
                List.of(),
                false,
                identity.xkey(),
                tlsWords(),
                jetStreamWords());
    }

    private ServerInfo.JetStream jetStreamWords() {
        JetStreamConfig jetStream = context.config().features().jetStream();
        boolean isThere = jetStream.isOn() && services.jetStream().isRunning();
        return isThere ? new ServerInfo.JetStream(true, jetStream.domain()) : ServerInfo.JetStream.OFF;
    }

    private ServerInfo.Tls tlsWords() {
        ServerConfig config = context.config();
        TlsConfig tls = config.tls();
        return tls == null
                ? ServerInfo.Tls.NONE
                : new ServerInfo.Tls(!config.allowNonTls(), tls.verifiesClients(), config.allowNonTls());
    }

    /** The levels of the log have changed: the clients that are there are traced from now on, or no longer. */
    public void logChanged() {
        context.clients().open().forEach(client -> client.control().followLog());
        context.accounts().all().forEach(account -> account.touchAll());
    }

    /** Says where {@link #reload()} has settings from; for a host, before the server listens. */
    public void configHost(ConfigHost host) {
        configHost = host;
    }

    /**
     * Reads the settings again and takes them over, as a signal asks for. Returns when they are in force; not to be called
     * by an event loop.
     *
     * @throws ReloadException if they were not taken over; those from before are in force then
     */
    public void reload() throws ReloadException {
        ConfigHost host = configHost;
        if (host == null) {
            throw new ReloadException("can only reload config when a file is provided using -c or --config");
        }
        synchronized (reloading) {
            reload(host.read(), host);
        }
    }

    /** Takes over other settings, see {@link #reload()}. */
    public void reload(ServerConfig next) throws ReloadException {
        synchronized (reloading) {
            reload(new ConfigHost.Loaded(next, "", List.of()), null);
        }
    }

    private void reload(ConfigHost.Loaded loaded, @Nullable ConfigHost host) throws ReloadException {
        if (closing.get()) {
            throw new ReloadException("the server is shutting down");
        }
        boolean hasStreams = services.jetStream().isRunning();
        Reload reload = new Reload(this, context, loops, host, hasStreams);
        reload.run(loaded.config());
        services.reloaded(loops, view, log);
        renewInfo();
        view.loaded(loaded.digest());
        loaded.warnings().forEach(log::warn);
        log.notice("Reloaded server configuration " + (loaded.digest().isEmpty() ? "" : "(" + loaded.digest() + ")"));
        reload.closeUnpinned();
    }

    /** INFO says what the settings say, for clients to come. */
    void renewInfo() {
        ServerInfo info = info(clientPort);
        context.info(lameDuck.get() ? info.inLameDuckMode() : info);
    }

    /** Returns the server's public nkey. */
    public String serverId() {
        return identity.serverId();
    }

    /** Returns the configured name, or the id. */
    public String serverName() {
        String name = context.config().serverName();
        return name == null || name.isEmpty() ? serverId() : name;
    }

    /** Returns the port that clients connect to; zero before {@link #listen}. */
    public int clientPort() {
        return clientPort;
    }

    /** Returns whether clients can connect now. */
    public boolean isListening() {
        return listening;
    }

    /** Returns what makes connections for programs in this JVM, without a socket. */
    public InProcessConnections inProcess() {
        return inProcess;
    }

    /** Returns the URL that clients on this machine connect to. */
    public String url() {
        String host = context.config().client().host();
        boolean any = host.equals("0.0.0.0") || host.equals("::") || host.isEmpty();
        return "nats://" + join(any ? "127.0.0.1" : host, clientPort);
    }

    /** Returns what the TLS of all listeners has in common, for a host that has some of its own. */
    public ServerTls tls() {
        return tls;
    }

    /** Returns until when the certificate is good that clients are shown, or null if there is none. */
    @Nullable
    Instant tlsNotAfter() {
        TlsContext current = loops.tls();
        return current == null ? null : current.notAfter();
    }

    /** Returns the server as the monitoring sees it. */
    public ServerView view() {
        return view;
    }

    /**
     * Takes no new clients, tells those who are there, and sends them away one by one; the server is closed when the last
     * one is gone. Returns at once.
     */
    public void enterLameDuckMode() {
        if (closing.get() || !lameDuck.compareAndSet(false, true)) {
            return;
        }
        log.notice("Entering lame duck mode, stop accepting new clients");
        listening = false;
        inProcess.close();
        loops.stopListening();
        services.lameDuck();
        new LameDuck(context, loops, this::closeElsewhere).begin();
    }

    public boolean isLameDuck() {
        return lameDuck.get();
    }

    /** An event loop cannot wait for its own end. */
    private void closeElsewhere() {
        threads.runAlone(this::close);
    }

    /** Closes a client's connection; returns whether there was such a client. */
    public boolean kick(long cid) {
        return context.clients().kick(cid);
    }

    /** Returns whether the server has ended, or is about to. */
    public boolean isClosed() {
        return closing.get();
    }

    /** Runs something once when the server is closed, on the thread that closes it; at once if it is closed already. */
    public void whenClosed(Runnable task) {
        closeTasks.add(task);
        if (closed.getCount() == 0) {
            runCloseTasks();
        }
    }

    /** Waits until the server is closed. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Ends every connection and frees port and threads; they are free when this returns. A second call does nothing. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            synchronized (life) {
                log.notice("Initiating Shutdown...");
                services.jetStream().announceEnd();
                release();
                log.debug("Client accept loop exiting..");
                log.notice("Server Exiting..");
            }
        } catch (RuntimeException | LinkageError e) {
            // Such as that of a class whose file was replaced while the server ran.
            log.error("Error while the server was closed: " + e);
        } finally {
            end();
        }
    }

    /** A server that never was there does not say that it goes. */
    private void closeUnheard() {
        if (closing.compareAndSet(false, true)) {
            release();
            end();
        }
    }

    private void release() {
        listening = false;
        inProcess.close();
        loops.stopListening();
        services.stop();
        context.clients().open().forEach(client -> client.end(CloseReason.SERVER_SHUTDOWN));
        inProcess.stop();
        loops.stop();
        tls.close();
        threads.stop();
        view.jetStream(null);
        services.stopStreams();
    }

    private void end() {
        closed.countDown();
        runCloseTasks();
    }

    private void runCloseTasks() {
        for (Runnable task = closeTasks.poll(); task != null; task = closeTasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("Error after the server was closed: " + e);
            }
        }
    }
}

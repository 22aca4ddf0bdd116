package dev.gannet.net;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.TlsConfig.OcspPeer;
import dev.gannet.config.feature.OcspCacheConfig;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import dev.gannet.net.ocsp.OcspException;
import dev.gannet.net.ocsp.PeerCheck;
import dev.gannet.net.ocsp.PeerListener;
import dev.gannet.net.ocsp.ResponseCache;
import dev.gannet.net.ocsp.StapleHost;
import dev.gannet.net.ocsp.StapleMonitor;
import dev.gannet.net.ocsp.Stapling;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS of a server's listeners has in common beside its files: what authorities have said of clients'
 * certificates, and what they say of our own, the staple.
 *
 * <p><b>Owner:</b> whoever starts, reloads and stops the server, under this object's lock; handshakes ask for the cache.
 */
@Singleton
public final class ServerTls {
    private final ServerLog log;
    private final ThreadFactory threads;
    private final InstantSource clock = InstantSource.system();
    private volatile @Nullable ResponseCache cache;
    private volatile PeerListener listener = PeerListener.NONE;
    private StapleHost host = StapleHost.FOREIGN;
    private @Nullable StapleMonitor monitor;
    private @Nullable StapleMonitor replaced; // While a reload is underway.
    private @Nullable ScheduledThreadPoolExecutor timer; // There is none before there is something to wait for.
    private @Nullable Future<?> saving;
    private Runnable endServer = () -> {};
    private boolean isOpen;

    @Inject
    public ServerTls(ServerLog log, ThreadFactory threads) {
        this.log = log;
        this.threads = threads;
    }

    /** Sets who can show staples; for a host whose process is the server's own, before it {@link #open opens}. */
    public synchronized void stapleHost(StapleHost own) {
        host = own;
    }

    /** Sets who is told of clients that are turned away because of their certificate's authority. */
    public void peerListener(PeerListener told) {
        listener = told;
    }

    /**
     * Makes ready what TLS contexts need: the first staple, if there has to be one. A second call does nothing.
     *
     * @throws OcspException if the server must not start
     */
    public synchronized void open(ServerConfig config) throws TlsFileException, OcspException {
        if (isOpen) {
            return;
        }
        isOpen = true;
        renewCache(config);
        monitor = openMonitor(config);
        host.show(monitor);
    }

    private @Nullable StapleMonitor openMonitor(ServerConfig config) throws TlsFileException, OcspException {
        TlsConfig tls = config.tls();
        if (tls == null || tls.certificates().isEmpty()) {
            return null;
        }
        TlsMaterial material = TlsMaterial.load(tls);
        List<X509Certificate> chain = material.identities().get(0).chain();
        return new Stapling(config.features(), host, clock, log).open(tls, chain, () -> believed(material));
    }

    private static List<X509Certificate> believed(TlsMaterial material) {
        List<X509Certificate> authorities = material.authorities();
        return authorities == null ? CheckedTrust.believedByJvm() : authorities;
    }

    private void renewCache(ServerConfig config) {
        TlsConfig tls = config.tls();
        if (tls != null && tls.ocspPeer() != null) {
            OcspCacheConfig settings = config.features().certificates().cache();
            cache = new ResponseCache(settings == null ? OcspCacheConfig.of(true) : settings, clock, log);
        }
    }

    /** Reads the files that {@code config} names; null is none, for no TLS at all. */
    public @Nullable TlsContext loadIfAny(@Nullable TlsConfig config) throws TlsFileException {
        return config == null ? null : load(config);
    }

    /** Reads the files that {@code config} names. */
    public TlsContext load(TlsConfig config) throws TlsFileException {
        return TlsContext.load(config, this);
    }

    PeerCheck peerCheck(OcspPeer policy, List<X509Certificate> authorities) {
        return new PeerCheck(policy, authorities, () -> Objects.requireNonNull(cache), listener, log);
    }

    synchronized @Nullable StapleMonitor staple() {
        return monitor;
    }

    /** From now on the staple is kept fresh. {@code endServer} is run when the server must not go on. */
    public synchronized void begin(Runnable endServer) {
        this.endServer = endServer;
        beginMonitor();
    }

    private void beginMonitor() {
        if (monitor != null) {
            monitor.begin(timer(), endServer);
        }
    }

    /** From now on answers are remembered. */
    public synchronized void beginCache() {
        ResponseCache begun = cache;
        if (begun == null) {
            return;
        }
        begun.start();
        if (begun.isOn()) {
            long millis = begun.saveInterval().toMillis();
            saving = timer().scheduleWithFixedDelay(begun::save, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor existing = timer;
        if (existing == null) {
            existing = new ScheduledThreadPoolExecutor(1, threads);
            existing.setRemoveOnCancelPolicy(true);
            timer = existing;
        }
        return existing;
    }

    /**
     * Returns the context for other settings; null is none, for no TLS at all. What was before stays until {@link #reloaded},
     * or is what there is again with {@link #notReloaded}. Where the next staple cannot be had, the log says so, and none
     * is shown.
     */
    public synchronized @Nullable TlsContext reload(ServerConfig config) throws TlsFileException {
        StapleMonitor next;
        try {
            next = openMonitor(config);
        } catch (OcspException e) {
            log.warn("Can't restart OCSP features: " + e.getMessage());
            next = null;
        }
        replaced = monitor;
        monitor = next;
        host.show(next);
        try {
            return loadIfAny(config.tls());
        } catch (TlsFileException | IllegalArgumentException e) {
            notReloaded();
            throw e;
        }
    }

    /** Goes on with what was before. */
    public synchronized void notReloaded() {
        monitor = replaced;
        replaced = null;
        host.show(monitor);
    }

    /** The settings of {@link #reload} are in force. */
    public synchronized void reloaded(ServerConfig config) {
        if (replaced != null) {
            replaced.close();
            replaced = null;
        }
        stopCache();
        renewCache(config);
        beginMonitor();
        TlsConfig tls = config.tls();
        if (tls != null && tls.ocspPeer() != null) {
            beginCache();
        }
    }

    private void stopCache() {
        if (saving != null) {
            saving.cancel(false);
        }
        ResponseCache stopped = cache;
        if (stopped != null) {
            stopped.stop();
        }
    }

    /** Returns what the cache has done, or null if there is none. */
    public ResponseCache.@Nullable Totals cacheTotals() {
        ResponseCache current = cache;
        return current == null ? null : current.totals();
    }

    /** Keeps what is to be kept for the next start, and asks nobody any more. */
    public synchronized void close() {
        stopCache();
        if (monitor != null) {
            monitor.close();
            monitor = null;
        }
        host.show(null);
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }
}

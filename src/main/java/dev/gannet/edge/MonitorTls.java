package dev.gannet.edge;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.gannet.base.ServerLog;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.net.CurrentTls;
import dev.gannet.net.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of monitoring over HTTPS: those of clients, also after a reload.
 *
 * <p><b>Owner:</b> whoever reloads; the HTTP server's threads read.
 */
final class MonitorTls extends HttpsConfigurator {
    private final CurrentTls tls;
    private final ServerTls shared;
    private final ServerLog log;

    private MonitorTls(CurrentTls tls, ServerTls shared, ServerLog log) {
        super(tls.sslContext());
        this.tls = tls;
        this.shared = shared;
        this.log = log;
    }

    static MonitorTls load(TlsConfig config, ServerTls shared, ServerLog log) throws TlsFileException {
        return new MonitorTls(new CurrentTls(shared.load(config)), shared, log);
    }

    /** Takes over what a reload says. Where it says that clients do without, the certificates of before stay. */
    void reload(@Nullable TlsConfig config) {
        if (config == null) {
            log.warn("monitoring: there is no TLS for clients any more; https goes on with the certificate of before");
            return;
        }
        try {
            tls.renew(shared.load(config));
        } catch (TlsFileException e) {
            log.error("monitoring: the certificates of before stay: " + e.getMessage());
        }
    }

    @Override
    public void configure(HttpsParameters parameters) {
        parameters.setSSLParameters(tls.parameters());
    }
}

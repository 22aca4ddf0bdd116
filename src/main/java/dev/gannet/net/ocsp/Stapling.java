package dev.gannet.net.ocsp;

import dev.gannet.base.ServerLog;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.feature.FeaturesConfig;
import dev.gannet.config.feature.OcspConfig;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether a server's certificate is shown with a staple, and gets the first one. Of several only the first is. */
public final class Stapling {
    private final FeaturesConfig features;
    private final StapleHost host;
    private final InstantSource clock;
    private final ServerLog log;

    public Stapling(FeaturesConfig features, StapleHost host, InstantSource clock, ServerLog log) {
        this.features = features;
        this.host = host;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Returns what keeps the staple, with the first one; null if none is shown.
     *
     * @param chain the certificate, and behind it those that lead to an authority
     * @param believed who may have signed it, if that is not in the chain
     * @throws OcspException if the server must not start
     */
    public @Nullable StapleMonitor open(
            TlsConfig tls, List<X509Certificate> chain, Supplier<List<X509Certificate>> believed) throws OcspException {
        OcspConfig config = features.certificates().ocsp();
        X509Certificate certificate = chain.get(0);
        String file = tls.certificates().size() == 1 ? tls.certificates().get(0).certificate() : "";
        if (!StapledCertificate.isWanted(certificate, config)) {
            if (StapledCertificate.needsStaple(certificate)) { // And mode is never.
                log.warn("Certificate at '" + file + "' has MustStaple but OCSP is disabled");
            }
            return null;
        }
        List<X509Certificate> authorities = chain.size() > 1 ? List.of() : believed.get();
        StapledCertificate subject = StapledCertificate.of(file, chain, authorities, config);
        if (!host.shows()) {
            return withoutHost(subject);
        }
        StapleStore store = new StapleStore(features.jetStream().storeDirectory());
        StapleMonitor monitor = new StapleMonitor(subject, store, clock, log);
        monitor.open();
        return monitor;
    }

    private @Nullable StapleMonitor withoutHost(StapledCertificate subject) throws OcspException {
        String problem = "OCSP Stapling is not available for the certificate at '" + subject.file()
                + "': this JVM is not the server's own, and does not run with -D" + JvmStaples.ENABLED + "=true";
        if (subject.endsServer()) {
            throw new OcspException(problem);
        }
        log.warn(problem);
        return null;
    }
}

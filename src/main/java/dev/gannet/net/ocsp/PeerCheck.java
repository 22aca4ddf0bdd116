package dev.gannet.net.ocsp;

import dev.gannet.base.ServerLog;
import dev.gannet.config.TlsConfig.OcspPeer;
import dev.gannet.config.tls.CertificateNames;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether clients' certificates are good today (AC-133): each of the chain whose authority answers such questions is asked
 * for, and one answer is used as long as it holds. What the reference server says about it, this says too.
 *
 * <p>Threads that compute handshakes, and may wait.
 */
public final class PeerCheck {
    /** What the log says of a client that was turned away. */
    public static final String REJECTED = "client not OCSP valid";

    private static final int CHAIN_MAX = 10;

    private final OcspPeer policy;
    private final List<X509Certificate> authorities;
    private final Responders responders;
    private final Supplier<ResponseCache> caches;
    private final PeerListener listener;
    private final InstantSource clock = InstantSource.system();
    private final ServerLog log;

    /** A certificate of {@code peer}'s chain, who has signed it, and where that one is asked about it. */
    private record Link(
            X509Certificate peer, X509Certificate certificate, X509Certificate issuer, List<URI> endpoints) {}

    /**
     * @param authorities those that end a chain
     * @param caches what remembers answers at the moment
     */
    public PeerCheck(
            OcspPeer policy,
            List<X509Certificate> authorities,
            Supplier<ResponseCache> caches,
            PeerListener listener,
            ServerLog log) {
        this.policy = policy;
        this.authorities = List.copyOf(authorities);
        this.caches = caches;
        this.listener = listener;
        this.responders = new Responders(policy.timeout(), log);
        this.log = log;
    }

    /** Fails if the first of {@code shown}, which are known to lead to an authority, is not to be let in. */
    public void check(X509Certificate[] shown) throws CertificateException {
        X509Certificate certificate = shown[0];
        for (int depth = 0; depth < CHAIN_MAX; depth++) {
            X509Certificate issuer = issuer(certificate, shown);
            if (issuer == null) {
                return; // An authority itself.
            }
            List<URI> endpoints = Responders.of(certificate);
            if (!endpoints.isEmpty() && !isGood(new Link(shown[0], certificate, issuer, endpoints))) {
                log.debug("No OCSP valid chains, thus peer is invalid");
                listener.rejected(shown[0], REJECTED);
                throw new CertificateException(REJECTED);
            }
            certificate = issuer;
        }
    }

    private static String nameOf(X509Certificate certificate) {
        return CertificateNames.of(certificate).subject().text();
    }

    private @Nullable X509Certificate issuer(X509Certificate certificate, X509Certificate[] shown) {
        if (authorities.contains(certificate)) {
            return null;
        }
        for (X509Certificate authority : authorities) {
            if (StapledCertificate.hasSigned(authority, certificate)) {
                return authority;
            }
        }
        for (X509Certificate other : shown) {
            if (!other.equals(certificate) && StapledCertificate.hasSigned(other, certificate)) {
                return other;
            }
        }
        return null;
    }

    private boolean isGood(Link link) {
        X509Certificate certificate = link.certificate();
        String name = nameOf(certificate);
        CertificateId id = CertificateId.of(certificate);
        String key = ResponseCache.key(certificate);
        ResponseCache cache = caches.get();
        log.debug("Checking OCSP peer cache for [" + name + "], key [" + key + "]");
        OcspResponse known = known(cache, key, link, name);
        if (known != null && isCurrent(known)) {
            log.debug(
                    "Cached OCSP response is current, status [" + known.status().text() + "]");
            return isAllowed(link, known, name);
        }
        if (known != null) {
            log.debug(
                    "Cached OCSP response is expired, status [" + known.status().text() + "]");
            cache.delete(key);
        }
        byte[] encoded;
        try {
            encoded = responders.ask(link.endpoints(), id.request(link.issuer()));
        } catch (IOException e) {
            log.warn("Attempt to obtain OCSP response from CA responder for [" + name + "] failed: " + e.getMessage());
            return isAllowedUnheard(link, name, known);
        }
        OcspResponse answer;
        try {
            answer = OcspResponse.parse(encoded, id, link.issuer());
        } catch (OcspException e) {
            return isUnreadableAllowed(link, name, e);
        }
        if (!isCurrent(answer)) {
            log.warn("New OCSP CA response obtained for [" + name + "] but not current");
            return isWarnedOnly(link, name, "OCSP response not in effectivity window");
        }
        cache.put(key, encoded, answer, name);
        return isAllowed(link, answer, name);
    }

    /** Returns what is remembered, current or not, or null. */
    private @Nullable OcspResponse known(ResponseCache cache, String key, Link link, String name) {
        byte[] encoded = cache.get(key);
        if (encoded == null) {
            return null;
        }
        try {
            return OcspResponse.parse(encoded, CertificateId.of(link.certificate()), link.issuer());
        } catch (OcspException e) {
            log.debug("Invalid cached OCSP response for [" + name + "] with fingerprint [" + key + "]");
            cache.delete(key);
            return null;
        }
    }

    private boolean isUnreadableAllowed(Link link, String name, OcspException problem) {
        if (problem.isDelegation()) {
            log.warn("Invalid OCSP response delegation: " + name);
            return isWarnedOnly(link, name, "Invalid OCSP response delegation: " + name);
        }
        log.error("Could not parse OCSP CA response for [" + name + "]: " + problem.getMessage());
        return isWarnedOnly(link, name, "Failed OCSP response parse");
    }

    private boolean isAllowed(Link link, OcspResponse answer, String name) {
        OcspResponse.Status status = answer.status();
        boolean good =
                status == OcspResponse.Status.GOOD || (status == OcspResponse.Status.UNKNOWN && policy.isUnknownGood());
        if (good) {
            log.debug("OCSP verify pass for [" + name + "]");
            return true;
        }
        log.warn("OCSP verify fail for [" + name + "] with CA status [" + status.text() + "]");
        return isWarnedOnly(link, name, "Invalid OCSP response status: " + status.text());
    }

    /** There is no answer. Who was revoked when there was one is not let in. */
    private boolean isAllowedUnheard(Link link, String name, @Nullable OcspResponse before) {
        boolean wasRevoked = before != null && before.status() == OcspResponse.Status.REVOKED;
        if (!policy.isWarningOnly() && policy.allowsUnreachable()) {
            log.warn("Failed to obtain OCSP CA response for [" + name + "] but AllowWhenCAUnreachable set; "
                    + (wasRevoked ? "cached revocation exists so rejecting" : "no cached revocation so allowing"));
            if (!wasRevoked) {
                return true;
            }
        }
        return isWarnedOnly(link, name, "Failed OCSP response fetch");
    }

    /** The certificate is not good, for {@code reason}; that may be told only. */
    private boolean isWarnedOnly(Link link, String name, String reason) {
        if (policy.isWarningOnly()) {
            log.warn("OCSP verify fail for [" + name + "] but WarnOnly is true so allowing");
            return true;
        }
        log.debug(reason);
        listener.linkInvalid(link.peer(), link.certificate(), reason);
        return false;
    }

    private boolean isCurrent(OcspResponse answer) {
        Instant now = clock.instant();
        Instant next = answer.nextUpdate();
        Instant end = next == null ? answer.thisUpdate().plus(policy.timeToLive()) : next;
        return !end.isBefore(now.minus(policy.clockSkew()))
                && !answer.thisUpdate().isAfter(now.plus(policy.clockSkew()));
    }
}

package dev.gannet.net.ocsp;

import dev.gannet.base.ServerLog;
import dev.gannet.config.TlsConfig.OcspPeer;
import dev.gannet.config.tls.CertificateNames;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether clients' certificates are good today (AC-133): each of the chain whose authority answers such questions is asked
 * for, and one answer is used as long as it holds. What the reference server says about it, this says too.
 *
 * <p><b>Owner:</b> threads that compute handshakes and may wait; the answers are under this object's lock, nothing is asked
 * under it.
 */
public final class PeerCheck {
    /** What the log says of a client that was turned away. */
    public static final String REJECTED = "client not OCSP valid";

    private static final int ANSWERS_MAX = 10_000;
    private static final int CHAIN_MAX = 10;

    private final OcspPeer policy;
    private final List<X509Certificate> authorities;
    private final Responders responders;
    private final InstantSource clock;
    private final ServerLog log;
    private final Map<X509Certificate, OcspResponse> answers = new LinkedHashMap<>();

    /** {@code authorities} are those that end a chain. */
    public PeerCheck(OcspPeer policy, List<X509Certificate> authorities, InstantSource clock, ServerLog log) {
        this.policy = policy;
        this.authorities = List.copyOf(authorities);
        this.responders = new Responders(policy.timeout(), log);
        this.clock = clock;
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
            if (!endpoints.isEmpty() && !isGood(certificate, issuer, endpoints)) {
                log.debug("No OCSP valid chains, thus peer is invalid");
                throw new CertificateException(REJECTED);
            }
            certificate = issuer;
        }
    }

    private @Nullable X509Certificate issuer(X509Certificate certificate, X509Certificate[] shown) {
        if (authorities.contains(certificate)) {
            return null;
        }
        for (X509Certificate authority : authorities) {
            if (hasSigned(authority, certificate)) {
                return authority;
            }
        }
        for (X509Certificate other : shown) {
            if (!other.equals(certificate) && hasSigned(other, certificate)) {
                return other;
            }
        }
        return null;
    }

    private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // Another one of the same name.
        }
    }

    private boolean isGood(X509Certificate certificate, X509Certificate issuer, List<URI> endpoints) {
        String name = CertificateNames.of(certificate).subject().text();
        OcspResponse known = known(certificate);
        if (known != null && isCurrent(known)) {
            return isAllowed(known, name);
        }
        CertificateId id = CertificateId.of(certificate);
        byte[] encoded;
        try {
            encoded = responders.ask(endpoints, id.request(issuer));
        } catch (IOException e) {
            log.warn("Attempt to obtain OCSP response from CA responder for [" + name + "] failed: " + e.getMessage());
            return isAllowedUnheard(name, known);
        }
        OcspResponse answer;
        try {
            answer = OcspResponse.parse(encoded, id, issuer);
        } catch (OcspException e) {
            log.error("Could not parse OCSP CA response for [" + name + "]: " + e.getMessage());
            return isWarnedOnly(name);
        }
        if (!isCurrent(answer)) {
            log.warn("New OCSP CA response obtained for [" + name + "] but not current");
            return isWarnedOnly(name);
        }
        remember(certificate, answer);
        return isAllowed(answer, name);
    }

    private boolean isAllowed(OcspResponse answer, String name) {
        OcspResponse.Status status = answer.status();
        boolean good =
                status == OcspResponse.Status.GOOD || (status == OcspResponse.Status.UNKNOWN && policy.isUnknownGood());
        if (good) {
            log.debug("OCSP verify pass for [" + name + "]");
            return true;
        }
        log.warn("OCSP verify fail for [" + name + "] with CA status [" + status.text() + "]");
        return isWarnedOnly(name);
    }

    /** There is no answer. Who was revoked when there was one is not let in. */
    private boolean isAllowedUnheard(String name, @Nullable OcspResponse before) {
        if (isWarnedOnly(name)) {
            return true;
        }
        if (!policy.allowsUnreachable()) {
            return false;
        }
        boolean wasRevoked = before != null && before.status() == OcspResponse.Status.REVOKED;
        log.warn("Failed to obtain OCSP CA response for [" + name + "] but AllowWhenCAUnreachable set; "
                + (wasRevoked ? "cached revocation exists so rejecting" : "no cached revocation so allowing"));
        return !wasRevoked;
    }

    private boolean isWarnedOnly(String name) {
        if (policy.isWarningOnly()) {
            log.warn("OCSP verify fail for [" + name + "] but WarnOnly is true so allowing");
        }
        return policy.isWarningOnly();
    }

    private boolean isCurrent(OcspResponse answer) {
        Instant now = clock.instant();
        Instant next = answer.nextUpdate();
        Instant end = next == null ? answer.thisUpdate().plus(policy.timeToLive()) : next;
        return !end.isBefore(now.minus(policy.clockSkew()))
                && !answer.thisUpdate().isAfter(now.plus(policy.clockSkew()));
    }

    private synchronized @Nullable OcspResponse known(X509Certificate certificate) {
        return answers.get(certificate);
    }

    private synchronized void remember(X509Certificate certificate, OcspResponse answer) {
        answers.remove(certificate); // So that it is the newest.
        answers.put(certificate, answer);
        if (answers.size() > ANSWERS_MAX) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}

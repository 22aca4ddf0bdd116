package dev.gannet.net.ocsp;

import dev.gannet.base.GoTime;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What an authority says of a certificate of ours, as clients are shown it. Immutable.
 *
 * <p>Unlike what is said of clients' certificates it has to hold by our own clock, to the second.
 */
final class Staple {
    private final byte[] encoded;
    private final OcspResponse response;

    private Staple(byte[] encoded, OcspResponse response) {
        this.encoded = encoded;
        this.response = response;
    }

    /** Reads an answer, which must be of {@code issuer} for {@code certificate}, and hold at {@code now}. */
    static Staple of(byte[] encoded, X509Certificate certificate, X509Certificate issuer, Instant now)
            throws OcspException {
        Staple staple = new Staple(encoded, OcspResponse.parse(encoded, CertificateId.of(certificate), issuer));
        Instant next = staple.response.nextUpdate();
        if (next != null && next.isBefore(now)) {
            throw new OcspException("invalid ocsp NextUpdate, is past time: " + GoTime.format(next));
        }
        if (staple.response.thisUpdate().isAfter(now)) {
            throw new OcspException(
                    "invalid ocsp ThisUpdate, is future time: " + GoTime.format(staple.response.thisUpdate()));
        }
        return staple;
    }

    OcspResponse response() {
        return response;
    }

    boolean isGood() {
        return response.status() == OcspResponse.Status.GOOD;
    }

    boolean holdsAt(Instant now) {
        Instant next = response.nextUpdate();
        return next == null || !next.isBefore(now);
    }

    byte[] encoded() {
        return encoded.clone();
    }
}

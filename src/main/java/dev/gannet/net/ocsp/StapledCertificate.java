package dev.gannet.net.ocsp;

import dev.gannet.config.feature.OcspConfig;
import dev.gannet.config.feature.OcspConfig.Mode;
import dev.gannet.config.tls.CertificateNames;
import dev.gannet.config.tls.Der;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of ours that is shown with what its authority says of it (AC-132).
 *
 * @param file where it is from, for people; empty if it is one of several
 * @param responders where the authority is asked
 * @param endsServer whether the server ends when the certificate is no longer good
 */
public record StapledCertificate(
        String file, X509Certificate certificate, X509Certificate issuer, List<URI> responders, boolean endsServer) {
    /** The extension by which a certificate says that it is good with a staple only (RFC 7633), and its value. */
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

    private static final BigInteger STATUS_REQUEST = BigInteger.valueOf(5);
    private static final int NO_AUTHORITY = -1;

    public StapledCertificate {
        responders = List.copyOf(responders);
    }

    /** Returns whether {@code certificate} says that it is good with a staple only. */
    static boolean needsStaple(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(TLS_FEATURE);
        if (extension == null) {
            return false;
        }
        try {
            byte[] content = new Der(extension).take(Der.OCTET_STRING).rest();
            Der features = new Der(content).take(Der.SEQUENCE);
            boolean found = false;
            while (features.hasMore()) {
                found |= new BigInteger(features.take(Der.INTEGER).rest()).equals(STATUS_REQUEST);
            }
            return found;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false; // What cannot be read asks for nothing.
        }
    }

    /** Returns whether {@code certificate} is shown with a staple; {@code config} is null where nothing was said. */
    static boolean isWanted(X509Certificate certificate, @Nullable OcspConfig config) {
        Mode mode = config == null ? Mode.AUTO : config.mode();
        return mode == Mode.ALWAYS || (mode != Mode.NEVER && needsStaple(certificate));
    }

    /**
     * Returns how the first of {@code chain}, for which {@link #isWanted a staple is wanted}, is stapled.
     *
     * @param authorities who may have signed it, if that is not in the chain
     */
    static StapledCertificate of(
            String file, List<X509Certificate> chain, List<X509Certificate> authorities, @Nullable OcspConfig config)
            throws OcspException {
        X509Certificate certificate = chain.get(0);
        X509Certificate issuer = issuer(chain, authorities);
        if (issuer.getBasicConstraints() == NO_AUTHORITY) {
            throw new OcspException(
                    CertificateNames.of(issuer).subject().text() + " invalid ca basic constraints: is not ca");
        }
        String url = config == null ? "" : config.url();
        List<URI> responders = url.isEmpty() ? Responders.of(certificate) : Responders.of(url);
        Mode mode = config == null ? Mode.AUTO : config.mode();
        return new StapledCertificate(file, certificate, issuer, responders, mode == Mode.ALWAYS || mode == Mode.MUST);
    }

    /** The second of the chain has to be it; who shows one certificate alone has its authority among the believed. */
    private static X509Certificate issuer(List<X509Certificate> chain, List<X509Certificate> authorities)
            throws OcspException {
        X509Certificate certificate = chain.get(0);
        List<X509Certificate> candidates = chain.size() > 1 ? chain.subList(1, 2) : authorities;
        for (X509Certificate candidate : candidates) {
            if (hasSigned(candidate, certificate)) {
                return candidate;
            }
        }
        throw new OcspException("no issuers found");
    }

    static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
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

    /** Returns a question for it, as it is sent. */
    byte[] request() {
        return CertificateId.of(certificate).request(issuer);
    }
}

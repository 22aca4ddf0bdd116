package dev.gannet.net.ocsp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.config.tls.Der;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an authority says of a certificate.
 *
 * @param thisUpdate since when that is so
 * @param nextUpdate when it should be asked again; null if it does not say
 */
record OcspResponse(
        Status status, Instant thisUpdate, @Nullable Instant nextUpdate) {
    enum Status {
        GOOD,
        REVOKED,
        UNKNOWN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What cannot be read is unknown. */
        static Status of(String text) {
            for (Status status : values()) {
                if (status.text().equals(text)) {
                    return status;
                }
            }
            return UNKNOWN;
        }
    }

    private static final String BASIC = "1.3.6.1.5.5.7.48.1.1";
    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final int SUCCESSFUL = 0;
    private static final int ENUMERATED = 0x0a;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int EXPLICIT_0 = 0xa0;
    private static final int GOOD_TAG = 0x80;
    private static final int REVOKED_TAG = 0xa1;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT);

    /** Reads an answer, which must be of {@code issuer} or whom it has put in charge, and for {@code id}. */
    static OcspResponse parse(byte[] encoded, CertificateId id, X509Certificate issuer) throws OcspException {
        try {
            Der response = new Der(encoded).take(Der.SEQUENCE);
            int status = response.take(ENUMERATED).rest()[0];
            if (status != SUCCESSFUL) {
                throw new OcspException("ocsp: error from server: " + status);
            }
            Der bytes = response.take(EXPLICIT_0).take(Der.SEQUENCE);
            if (!bytes.take(Der.OBJECT_IDENTIFIER).objectIdentifier().equals(BASIC)) {
                throw new OcspException("ocsp: bad OCSP response type");
            }
            byte[] content = bytes.take(Der.OCTET_STRING).rest();
            return basic(new Der(content).take(Der.SEQUENCE), id, issuer);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeParseException e) {
            throw new OcspException("ocsp: malformed response", e);
        } catch (GeneralSecurityException e) {
            throw new OcspException("ocsp: bad signature: " + e.getMessage(), e);
        }
    }

    private static OcspResponse basic(Der response, CertificateId id, X509Certificate issuer)
            throws OcspException, GeneralSecurityException {
        byte[] signed = response.takeWhole();
        String algorithm =
                response.take(Der.SEQUENCE).take(Der.OBJECT_IDENTIFIER).objectIdentifier();
        byte[] signature = response.take(Der.BIT_STRING).bits();
        X509Certificate signer = response.hasMore() ? signer(response.take(EXPLICIT_0), issuer) : issuer;
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(signer.getPublicKey());
        verifier.update(signed);
        if (!verifier.verify(signature)) {
            throw new OcspException("ocsp: bad signature");
        }
        return single(new Der(signed).take(Der.SEQUENCE), id);
    }

    /** Returns who has signed: the authority itself, or the first certificate if the authority put that in charge. */
    private static X509Certificate signer(Der certificates, X509Certificate issuer)
            throws OcspException, GeneralSecurityException {
        Der list = certificates.take(Der.SEQUENCE);
        if (!list.hasMore()) {
            return issuer;
        }
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        var delegate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(list.takeWhole()));
        if (delegate.equals(issuer)) {
            return issuer;
        }
        delegate.verify(issuer.getPublicKey());
        List<String> usages = delegate.getExtendedKeyUsage();
        if (usages == null || !usages.contains(OCSP_SIGNING)) {
            throw OcspException.ofDelegation();
        }
        return delegate;
    }

    /** The answer for {@code id} among those that came. */
    private static OcspResponse single(Der data, CertificateId id) throws OcspException {
        if (data.tag() == EXPLICIT_0) {
            data.take(EXPLICIT_0); // The version.
        }
        data.takeWhole(); // Who answers.
        data.take(GENERALIZED_TIME);
        Der answers = data.take(Der.SEQUENCE);
        while (answers.hasMore()) {
            Der answer = answers.take(Der.SEQUENCE);
            Der certificate = answer.take(Der.SEQUENCE);
            certificate.take(Der.SEQUENCE);
            certificate.take(Der.OCTET_STRING);
            certificate.take(Der.OCTET_STRING);
            if (new BigInteger(certificate.take(Der.INTEGER).rest()).equals(id.serial())) {
                Status status = status(answer.tag());
                answer.takeWhole();
                Instant from = time(answer.take(GENERALIZED_TIME));
                boolean hasNext = answer.hasMore() && answer.tag() == EXPLICIT_0;
                return new OcspResponse(
                        status, from, hasNext ? time(answer.take(EXPLICIT_0).take(GENERALIZED_TIME)) : null);
            }
        }
        throw new OcspException("ocsp: no response matching the supplied certificate");
    }

    private static Status status(int tag) {
        return switch (tag) {
            case GOOD_TAG -> Status.GOOD;
            case REVOKED_TAG -> Status.REVOKED;
            default -> Status.UNKNOWN;
        };
    }

    private static Instant time(Der content) {
        return LocalDateTime.parse(new String(content.rest(), US_ASCII), TIME).toInstant(ZoneOffset.UTC);
    }
}

package dev.gannet.net.ocsp;

import dev.gannet.config.tls.Der;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;

/**
 * By what an authority knows a certificate of its own: its serial number, and hashes of who the authority is. They are
 * SHA-1, which every responder understands; nothing depends on nobody finding another name with the same hash.
 */
record CertificateId(BigInteger serial) {
    private static final byte[] SHA_1 = {0x2b, 0x0e, 0x03, 0x02, 0x1a};
    private static final int NULL = 0x05;

    static CertificateId of(X509Certificate certificate) {
        return new CertificateId(certificate.getSerialNumber());
    }

    /** Returns a question for this certificate of {@code issuer}'s, as it is sent. */
    byte[] request(X509Certificate issuer) {
        byte[] id = Der.of(
                Der.SEQUENCE,
                Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, SHA_1), Der.of(NULL)),
                Der.of(Der.OCTET_STRING, sha1(issuer.getSubjectX500Principal().getEncoded())),
                Der.of(Der.OCTET_STRING, sha1(keyBits(issuer))),
                Der.of(Der.INTEGER, serial.toByteArray()));
        byte[] requests = Der.of(Der.SEQUENCE, Der.of(Der.SEQUENCE, id));
        return Der.of(Der.SEQUENCE, Der.of(Der.SEQUENCE, requests));
    }

    /** The content of the bit string in the key's encoding, without the count of unused bits. */
    private static byte[] keyBits(X509Certificate issuer) {
        Der key = new Der(issuer.getPublicKey().getEncoded()).take(Der.SEQUENCE);
        key.take(Der.SEQUENCE);
        return key.take(Der.BIT_STRING).bits();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1: not in this JVM", e);
        }
    }
}

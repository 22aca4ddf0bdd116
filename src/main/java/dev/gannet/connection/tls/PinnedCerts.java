package dev.gannet.connection.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Set;

/** The keys that certificates of clients may have, if it is not any (CF-203, AC-130). Pure functions. */
public final class PinnedCerts {
    private PinnedCerts() {}

    /** Returns whether the other side's own certificate has one of these keys; none of them means any. */
    public static boolean allow(Set<String> pinned, TlsFacts facts) {
        return pinned.isEmpty()
                || (!facts.peerCertificates().isEmpty()
                        && pinned.contains(keyHash(facts.peerCertificates().get(0))));
    }

    /** Returns the SHA-256 of a certificate's key, in hexadecimal. */
    public static String keyHash(X509Certificate certificate) {
        return sha256(certificate.getPublicKey().getEncoded());
    }

    /** Returns the SHA-256 of {@code bytes}, in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not in this JVM", e);
        }
    }
}

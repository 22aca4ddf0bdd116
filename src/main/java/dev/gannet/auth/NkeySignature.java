package dev.gannet.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.base.Nkey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Whether a nonce was signed with the private half of an nkey (AC-14). Pure functions. */
final class NkeySignature {
    /** What stands in front of the key in its X.509 form. */
    private static final byte[] X509_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final int SIGNATURE_LENGTH = 64;
    private static final int TEXT_LENGTH_MAX = 88;

    private NkeySignature() {}

    /** {@code signature} is base 64 in the URL's alphabet without padding, or in the usual one with it. */
    static boolean verifies(String nkey, String nonce, String signature) {
        return verifies(Nkey.USER.decode(nkey), nonce, signature);
    }

    /** The same of the public key itself; null is a key that nothing was signed with. */
    static boolean verifies(byte @Nullable [] key, String nonce, String signature) {
        byte[] signed = decoded(signature);
        if (key == null || signed == null || signed.length != SIGNATURE_LENGTH) {
            return false;
        }
        byte[] encoded = new byte[X509_PREFIX.length + key.length];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(key, 0, encoded, X509_PREFIX.length, key.length);
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(nonce.getBytes(US_ASCII));
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // Not a point of the curve: nobody can sign with such a key.
        }
    }

    private static byte @Nullable [] decoded(String signature) {
        if (signature.length() > TEXT_LENGTH_MAX) {
            return null;
        }
        boolean padded = signature.endsWith("=");
        try {
            return (padded ? Base64.getDecoder() : Base64.getUrlDecoder()).decode(signature);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

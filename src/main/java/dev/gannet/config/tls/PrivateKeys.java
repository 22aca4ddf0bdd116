package dev.gannet.config.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in each of the forms that nats-server takes: PKCS#8, and the older ones of RSA (PKCS#1) and elliptic curves
 * (SEC 1). What the form is, the content tells; the block's name is of no interest. Keys with a pass phrase are not
 * taken, as there is nobody to ask for it.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] VERSION = {Der.INTEGER, 1, 0};

    /** The algorithm {@code rsaEncryption} with no parameters. */
    private static final byte[] RSA = {0x06, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};

    /** The object identifier {@code ecPublicKey}. */
    private static final byte[] EC = {0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private static final int CURVE = 0xa0; // The first optional field of a key in the form of SEC 1.
    private static final byte[] PROOF = "proof".getBytes(US_ASCII);

    private PrivateKeys() {}

    /** Returns the key that {@code encoded} is. */
    static PrivateKey parse(byte[] encoded) throws TlsFileException {
        PrivateKey key = fromPkcs8(encoded);
        if (key == null) {
            key = fromPkcs8(
                    Der.of(Der.SEQUENCE, VERSION, Der.of(Der.SEQUENCE, RSA), Der.of(Der.OCTET_STRING, encoded)));
        }
        if (key == null) {
            key = fromSec1(encoded);
        }
        if (key == null) {
            throw new TlsFileException("tls: failed to parse private key");
        }
        return key;
    }

    private static @Nullable PrivateKey fromSec1(byte[] encoded) {
        byte[] curve;
        try {
            Der key = new Der(encoded).take(Der.SEQUENCE);
            key.take(Der.INTEGER);
            key.take(Der.OCTET_STRING);
            curve = key.take(CURVE).rest();
        } catch (IllegalArgumentException e) {
            return null; // Neither form: the caller says so.
        }
        byte[] algorithm = Der.of(Der.SEQUENCE, EC, curve);
        return fromPkcs8(Der.of(Der.SEQUENCE, VERSION, algorithm, Der.of(Der.OCTET_STRING, encoded)));
    }

    private static @Nullable PrivateKey fromPkcs8(byte[] encoded) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        for (String algorithm : ALGORITHMS) {
            @Nullable PrivateKey key;
            try {
                key = KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                key = null; // Of another algorithm.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(algorithm + ": not in this JVM", e);
            }
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    /** Makes sure that {@code key} is the private half of {@code other}. */
    static void requirePair(PrivateKey key, PublicKey other) throws TlsFileException {
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            throw new TlsFileException("tls: private key type does not match public key type");
        }
        boolean matches;
        try {
            matches = signs(key, other);
        } catch (SignatureException | InvalidKeyException e) {
            matches = false; // Of different sizes or curves.
        } catch (GeneralSecurityException e) {
            throw new TlsFileException("tls: unknown public key algorithm");
        }
        if (!matches) {
            throw new TlsFileException("tls: private key does not match public key");
        }
    }

    private static boolean signs(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                });
        signature.initSign(key);
        signature.update(PROOF);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update(PROOF);
        return signature.verify(signed);
    }
}

package dev.gannet.config.tls;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cipher suites that {@code nats.conf} may name, by the names of the standard: those of nats-server, in the order in
 * which it prefers them.
 */
public final class CipherSuites {
    /** Of TLS 1.3; they cannot be chosen, all are allowed. */
    public static final List<String> OF_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Of TLS 1.2, and allowed unless others are named. */
    public static final List<String> USUAL = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /** Allowed only if {@code allow_insecure_cipher_suites} says so too. */
    private static final Set<String> INSECURE = Set.of(
            "TLS_RSA_WITH_RC4_128_SHA",
            "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
            "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
            "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");

    private static final Set<String> RC4 =
            Set.of("TLS_RSA_WITH_RC4_128_SHA", "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_RC4_128_SHA");

    private CipherSuites() {}

    /** Returns whether there is such a suite. */
    public static boolean isKnown(String name) {
        return Stream.of(OF_1_3, USUAL, INSECURE).anyMatch(names -> names.contains(name));
    }

    public static boolean isInsecure(String name) {
        return INSECURE.contains(name);
    }

    /** Returns whether no JVM has it any more. */
    public static boolean isGone(String name) {
        return RC4.contains(name);
    }
}

package dev.gannet.config.tls;

import java.util.Map;

/**
 * The ways to agree on a key that {@code nats.conf} may name. Those that mix in ML-KEM are in no JVM up to 26, to which an
 * unknown name means nothing.
 */
public final class Curves {
    private static final Map<String, String> NAMES = Map.of(
            "X25519MLKEM768", "X25519MLKEM768",
            "SecP256r1MLKEM768", "SecP256r1MLKEM768",
            "SecP384r1MLKEM1024", "SecP384r1MLKEM1024",
            "X25519", "x25519",
            "CurveP256", "secp256r1",
            "CurveP384", "secp384r1",
            "CurveP521", "secp521r1");

    private Curves() {}

    /** Returns whether there is such a name. */
    public static boolean isKnown(String name) {
        return NAMES.containsKey(name);
    }

    /** Returns the JVM's name of a known one. */
    public static String inJvm(String name) {
        return NAMES.getOrDefault(name, name);
    }

    /** Returns whether a JVM that is to be expected has it. */
    public static boolean isHybrid(String name) {
        return name.contains("MLKEM");
    }
}

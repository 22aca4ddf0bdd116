package dev.gannet.config;

import java.time.Duration;

/** What the records of settings ask of their values. */
final class Checks {
    private static final int PORT_MAX = 65535;

    private Checks() {}

    static void port(String name, int port, int portMin) {
        atLeast(name, port, portMin);
        if (port > PORT_MAX) {
            throw new IllegalArgumentException(name + ": " + port + " (expected: <= " + PORT_MAX + ")");
        }
    }

    static void atLeast(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + min + ")");
        }
    }

    static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
    }

    static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}

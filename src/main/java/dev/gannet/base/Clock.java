package dev.gannet.base;

import java.time.Instant;

/** Where time comes from. Any thread. */
public interface Clock {
    /** Returns a time that only grows, from an arbitrary beginning. */
    long nanoTime();

    /** Returns the time of day. */
    Instant instant();

    /** Returns the time of day as nanoseconds since 1970, as exactly as it is known. */
    default long epochNanos() {
        Instant now = instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Returns the machine's clock. */
    static Clock system() {
        return new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Instant instant() {
                return Instant.now();
            }
        };
    }
}

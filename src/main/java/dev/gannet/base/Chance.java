package dev.gannet.base;

import java.util.concurrent.ThreadLocalRandom;

/** Where chance comes from: seeds for whoever chooses or hashes, so that nobody outside can foretell it. Any thread. */
@FunctionalInterface
public interface Chance {
    long nextSeed();

    /** Returns seeds that differ at each start; not for keys or secrets. */
    static Chance system() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}

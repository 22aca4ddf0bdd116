package dev.gannet.net;

/**
 * How much memory what waits may take in all, as parts of what the JVM has outside the heap: the rest is for what is on
 * its way. The JVM's own bound would do too, but it ends whoever needs memory next instead of who holds it, and
 * looks for some for half a second first.
 *
 * <p><b>Units:</b> bytes.
 *
 * @param pendingBytesMax for peers that read slowly, together, before those with most of it are given up
 * @param inputBytesMax for long messages of which a part has come, together, before the oldest is given up
 */
record WaitingMemory(long pendingBytesMax, long inputBytesMax) {
    /** Says how much there is, for a JVM that is given {@code -XX:MaxDirectMemorySize}. */
    static final String PROPERTY = "gannet.memory.bytes";

    static WaitingMemory ofJvm() {
        // Without -XX:MaxDirectMemorySize the JVM allows as much outside the heap as in it.
        return of(Long.getLong(PROPERTY, Runtime.getRuntime().maxMemory()));
    }

    static WaitingMemory of(long bytes) {
        return new WaitingMemory(bytes / 3, bytes / 6);
    }
}

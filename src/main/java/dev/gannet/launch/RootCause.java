package dev.gannet.launch;

/** Why something failed in the end: a container wraps its problems several times. Pure functions. */
final class RootCause {
    private static final int DEPTH_MAX = 50;

    private RootCause() {}

    static Throwable of(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; root.getCause() != null && depth < DEPTH_MAX; depth++) {
            root = root.getCause();
        }
        return root;
    }
}

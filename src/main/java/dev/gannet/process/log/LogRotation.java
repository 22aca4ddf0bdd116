package dev.gannet.process.log;

/**
 * When a log file is set aside for a new one, and how many are kept.
 *
 * @param sizeLimitBytes when the file is set aside; zero is never
 * @param filesMax how many files are kept, the current one included; zero is all
 */
record LogRotation(long sizeLimitBytes, int filesMax) {
    static final LogRotation NONE = new LogRotation(0, 0);
}

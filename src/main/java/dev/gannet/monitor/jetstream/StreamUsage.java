package dev.gannet.monitor.jetstream;

/**
 * How much streams use.
 *
 * @param memoryBytes what those in memory hold
 * @param storeBytes what those on the disk hold
 * @param reservedMemoryBytes of a server: what the streams in memory may come to hold, as far as they say; of an account:
 *     its limit, negative for none
 * @param reservedStoreBytes the same on the disk
 * @param requests how many were made to the API
 * @param requestErrors how many of them had an error for an answer
 */
public record StreamUsage(
        long memoryBytes,
        long storeBytes,
        long reservedMemoryBytes,
        long reservedStoreBytes,
        long requests,
        long requestErrors) {
    public static final StreamUsage NONE = new StreamUsage(0, 0, 0, 0, 0, 0);
}

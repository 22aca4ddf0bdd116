package dev.gannet.jetstream;

/**
 * What an account has of JetStream at one moment (JA-114, JA-115); bytes.
 *
 * @param memory of messages in memory
 * @param storage of messages on disk
 * @param reservedMemory what streams in memory may take by their {@code max_bytes}
 * @param reservedStorage the same of streams on disk
 */
public record AccountTotals(
        long memory, long storage, long reservedMemory, long reservedStorage, int streams, int consumers) {}

package dev.gannet.store.segment;

/**
 * A message as it was stored. The arrays are the receiver's own.
 *
 * @param headers empty for none
 * @param timestampNanos since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
public record StoredMessage(long seq, long timestampNanos, byte[] subject, byte[] headers, byte[] payload) {}

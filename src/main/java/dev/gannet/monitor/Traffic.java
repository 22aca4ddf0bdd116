package dev.gannet.monitor;

/**
 * Messages and bytes that went each way; bytes are payload and headers.
 *
 * @param inMessages messages taken in
 * @param inBytes bytes taken in
 * @param outMessages messages sent
 * @param outBytes bytes sent
 */
public record Traffic(long inMessages, long inBytes, long outMessages, long outBytes) {
    public static final Traffic NONE = new Traffic(0, 0, 0, 0);

    public Traffic plus(Traffic other) {
        return new Traffic(
                inMessages + other.inMessages,
                inBytes + other.inBytes,
                outMessages + other.outMessages,
                outBytes + other.outBytes);
    }
}

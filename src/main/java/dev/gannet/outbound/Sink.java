package dev.gannet.outbound;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where an {@link Outbox} writes: a socket, or TLS or a WebSocket in front of one. The two write methods are called
 * under the outbox's lock, by one thread at a time; the others by any event loop.
 */
public interface Sink {
    /** Takes what it can of {@code source} without waiting, and advances its position by that much. */
    void write(ByteBuffer source) throws IOException;

    /** Takes what it can of the first {@code count} sources in order; returns how many bytes that was. */
    long write(ByteBuffer[] sources, int count) throws IOException;

    /** Asks the owner to call {@link Outbox#drain} once the socket takes bytes again. */
    void requestDrain();

    /** Tells the owner that the outbox gave up; called once. */
    void failed(OutboxFailure failure);
}

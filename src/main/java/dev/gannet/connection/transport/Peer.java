package dev.gannet.connection.transport;

import dev.gannet.base.Chunk;
import dev.gannet.outbound.OutboxFailure;

/** One end of a connection, as the {@link Transport} that carries it sees it. Called on its event loop only. */
public interface Peer {
    /** The transport is ready: the peer may be written to and will be read from. */
    void opened();

    /**
     * Takes bytes.
     *
     * @return the index of the first byte of {@code [start, limit)} that was not consumed; it comes again, with more
     */
    int received(Chunk in, int start, int limit);

    /** Is told that it took so long to take bytes that others have waited. */
    void tookLong(long nanos);

    /** Returns how many bytes the message will have of which the last call left a part, or zero if unknown. */
    int needed();

    /** The other side will send no more. */
    void inputEnded();

    /** Reading failed: the other side is gone. */
    void inputFailed();

    /** Writing failed, or too much waits to be written. */
    void outputFailed(OutboxFailure failure);

    /**
     * A write takes longer than the write deadline; some of it was written if it {@code moves}.
     *
     * @return whether it may go on, as a new write; else the peer has ended
     */
    boolean outputLate(boolean moves);

    /** A write that went on like this, {@code bytes} long, is done. */
    void outputRecovered(long nanos, long bytes);
}

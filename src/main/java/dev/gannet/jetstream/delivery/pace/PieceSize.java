package dev.gannet.jetstream.delivery.pace;

/**
 * How large a piece of the file one consumer reads next: larger as long as most of the last one was wanted, smaller else.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class PieceSize {
    static final int BYTES_MIN = 8 << 10;
    /** Larger pieces outlive a collection of the young generation, which costs more than they save. */
    static final int BYTES_MAX = 128 << 10;

    private static final int SERVED_WELL = 8;

    private int bytes = BYTES_MIN;
    private int served;
    private long servedBytes;

    /** A message of the piece was sent. */
    public void served(int length) {
        served++;
        servedBytes += length;
    }

    /** Another piece serves from now on. */
    public void changed() {
        served = 0;
        servedBytes = 0;
    }

    /** Returns how large the next piece is to be. */
    public int next() {
        boolean isUsedWell =
                served >= SERVED_WELL || 2 * servedBytes >= bytes; // In a small piece are few large messages.
        bytes = isUsedWell ? Math.min(BYTES_MAX, 4 * bytes) : Math.max(BYTES_MIN, bytes / 2);
        changed();
        return bytes;
    }
}

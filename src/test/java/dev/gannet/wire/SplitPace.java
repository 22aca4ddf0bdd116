package dev.gannet.wire;

import dev.gannet.testing.WireConnection;
import java.io.IOException;

/**
 * Sends all of a replay's bytes whole but for one piece, which it cuts in two at a position counted from the replay's
 * first byte. The server reads the first part before the second is sent.
 *
 * <p><b>Owner:</b> the test's thread; for one replay.
 */
final class SplitPace implements Pace {
    private final int position;
    private final RoundTrip roundTrip;
    private int sentBytes;

    SplitPace(int position, RoundTrip roundTrip) {
        this.position = position;
        this.roundTrip = roundTrip;
    }

    @Override
    public void send(WireConnection connection, String text) throws IOException {
        int cut = position - sentBytes;
        sentBytes += text.length();
        if (cut <= 0 || cut >= text.length()) {
            connection.send(text);
            return;
        }
        connection.send(text.substring(0, cut));
        roundTrip.make();
        connection.send(text.substring(cut));
    }

    /** Says whether a later position is still inside what the replay sends. */
    boolean hasNext() {
        return position + 1 < sentBytes;
    }
}

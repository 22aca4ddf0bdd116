package dev.gannet.wire;

import dev.gannet.testing.WireConnection;
import java.io.IOException;

/** How a client's bytes are put on the wire. What the server answers must not depend on it. */
interface Pace {
    /** Each text in one piece. */
    Pace WHOLE = WireConnection::send;

    void send(WireConnection connection, String text) throws IOException;
}

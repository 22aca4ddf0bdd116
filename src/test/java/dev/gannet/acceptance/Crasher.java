package dev.gannet.acceptance;

import java.io.IOException;
import java.util.List;

/** A client that works, in a thread of its own, until its server is killed. */
interface Crasher extends Runnable {
    /** The server is being killed. */
    void end();

    /** What the server did that it should not have. */
    List<String> problems();

    /** Ends the connection; nothing is noted after this. */
    void close() throws IOException;
}

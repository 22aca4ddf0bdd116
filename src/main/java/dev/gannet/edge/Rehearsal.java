package dev.gannet.edge;

import dev.gannet.process.OwnProcess;
import dev.gannet.process.RehearsalClient;
import dev.gannet.process.RehearsalDirectory;
import java.io.IOException;
import java.util.List;

/**
 * A start for the JVM to learn from: a server on free ports of the loopback interface, a client's messages, the
 * end. The start script runs it to make the archive of what a start needs, so what it does decides
 * what starts fast: it takes the same way as any other start.
 *
 * <p><b>Owner:</b> the main thread.
 */
final class Rehearsal {
    private static final int FAILED = 1;
    private final OwnProcess process;
    private boolean done;

    Rehearsal(OwnProcess process) {
        this.process = process;
    }

    /** Returns the exit code. */
    int run() {
        try (RehearsalDirectory directory = RehearsalDirectory.create()) {
            int code = EdgeMain.run(List.of("-c", directory.config().toString()), process, this);
            return done ? code : FAILED;
        } catch (IOException e) {
            process.printError("rehearsal: " + e + "\n");
            return FAILED;
        }
    }

    void play(EdgeServer server) {
        try {
            RehearsalClient.talk(server.clientPort());
            done = true;
        } catch (IOException e) {
            process.printError("rehearsal: " + e + "\n");
        } finally {
            server.close();
        }
    }
}

package dev.gannet.acceptance;

import io.nats.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all clients share whose server is killed. Any thread. */
abstract class CrashConnection implements Crasher {
    private final Connection connection;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    CrashConnection(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    boolean isEnded() {
        return ended.get();
    }

    /** Notes what should not be. */
    void wrong(String problem) {
        problems.add(problem);
    }

    /** Notes what may be when the server is being killed, and should not be else. */
    void wrongUnlessEnded(String problem) {
        if (!ended.get()) {
            problems.add(problem);
        }
    }

    @Override
    public void end() {
        ended.set(true);
    }

    @Override
    public final List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public final void close() throws IOException {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while closing", e);
        }
    }
}

package dev.gannet.ee.connector;

import dev.gannet.engine.GannetServer;
import jakarta.resource.spi.work.Work;

/** Begins to listen, on a thread of the container. */
final class ListenWork implements Work {
    private final GannetServer server;

    ListenWork(GannetServer server) {
        this.server = server;
    }

    @Override
    public void run() {
        server.open();
    }

    @Override
    public void release() {
        server.close();
    }
}

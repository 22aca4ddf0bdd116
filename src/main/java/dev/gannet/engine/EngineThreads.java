package dev.gannet.engine;

import dev.gannet.inprocess.InProcessConnections;
import dev.gannet.monitor.QueueSnapshot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The threads of a server beside its event loops. */
@Singleton
final class EngineThreads {
    private final ThreadFactory factory;
    private final AuthThreads auth;
    private final ServiceThread service;
    private final InProcessConnections inProcess;

    @Inject
    EngineThreads(ThreadFactory factory, AuthThreads auth, ServiceThread service, InProcessConnections inProcess) {
        this.factory = factory;
        this.auth = auth;
        this.service = service;
        this.inProcess = inProcess;
    }

    /** Returns the clients that are in this JVM, and their loop. */
    InProcessConnections inProcess() {
        return inProcess;
    }

    /** Runs something once that waits for other threads to end. */
    void runAlone(Runnable task) {
        factory.newThread(task).start();
    }

    /**
     * Returns what waits for these threads and for the event loops. Any thread.
     *
     * @param loopCommands how many commands wait for each loop
     */
    List<QueueSnapshot> queues(List<Integer> loopCommands) {
        List<QueueSnapshot> queues = new ArrayList<>(List.of(auth.queue(), service.queue()));
        for (int loop = 0; loop < loopCommands.size(); loop++) {
            queues.add(new QueueSnapshot("Loop " + loop + " commands", loopCommands.get(loop), 0));
        }
        return queues;
    }

    void stop() {
        auth.stop();
        service.stop();
    }
}

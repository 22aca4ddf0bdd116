package dev.gannet.engine;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadFactory;

/** The threads of a server beside its event loops. */
@Singleton
final class EngineThreads {
    private final ThreadFactory factory;
    private final AuthThreads auth;
    private final ServiceThread service;

    @Inject
    EngineThreads(ThreadFactory factory, AuthThreads auth, ServiceThread service) {
        this.factory = factory;
        this.auth = auth;
        this.service = service;
    }

    /** Runs something once that waits for other threads to end. */
    void runAlone(Runnable task) {
        factory.newThread(task).start();
    }

    void stop() {
        auth.stop();
        service.stop();
    }
}

package dev.gannet.client.bean;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The container's threads for who asks whether they have ended: those of a container refuse the question. Any thread. */
final class ContainerExecutor extends AbstractExecutorService {
    private final Executor container;

    ContainerExecutor(Executor container) {
        this.container = container;
    }

    @Override
    public void execute(Runnable task) {
        container.execute(task);
    }

    /** Does nothing: they are not ours. */
    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}

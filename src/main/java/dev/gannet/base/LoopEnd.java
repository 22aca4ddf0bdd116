package dev.gannet.base;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The last things that a loop does, each of which somebody waits for, a bounded time. Any thread but the loop's. */
public record LoopEnd(TaskLoop loop) {
    /** How long each of them may take. */
    public static final long SECONDS_MAX = 60;

    /**
     * Has the loop do something, which ends the future that it is given.
     *
     * @throws ExecutionException if it has failed
     */
    public void await(Consumer<CompletableFuture<Boolean>> thing)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.post(() -> {
            try {
                thing.accept(done);
            } catch (RuntimeException | LinkageError e) {
                done.completeExceptionally(e);
                throw e;
            }
        });
        done.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Ends the loop when it has done what it was given. */
    public void stop() {
        try {
            loop.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

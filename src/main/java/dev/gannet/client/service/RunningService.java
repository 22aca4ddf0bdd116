package dev.gannet.client.service;

import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.call.BoundedCalls;
import dev.gannet.client.call.Running;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A service that has been started. */
record RunningService(Connection connection, Service service, List<Part> parts) implements Running {
    /** What one endpoint runs on. */
    record Part(Dispatcher dispatcher, BoundedCalls calls) {}

    @Override
    public CompletionStage<?> drain(Duration timeout) {
        CompletableFuture<?>[] drained = parts.stream()
                .map(part -> drain(part, timeout).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(drained).whenComplete((nothing, thrown) -> stop());
    }

    private CompletionStage<?> drain(Part part, Duration timeout) {
        try {
            return JnatsMessaging.drain(connection, part.dispatcher(), timeout)
                    .thenCompose(drained -> part.calls().ended(timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedStage(e);
        }
    }

    private void stop() {
        service.stop(false);
        parts.forEach(part -> connection.closeDispatcher(part.dispatcher()));
    }
}

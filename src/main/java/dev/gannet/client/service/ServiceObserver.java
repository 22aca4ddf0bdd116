package dev.gannet.client.service;

import dev.gannet.api.MessagingException;
import dev.gannet.client.call.AnsweringListener;
import dev.gannet.client.call.BoundedCalls;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.Running;
import dev.gannet.client.call.Surroundings;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.service.Service;
import io.nats.service.ServiceBuilder;
import io.nats.service.ServiceEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A service as jnats runs it: discovery, figures and subscriptions are its own, the calls are ours. */
record ServiceObserver(String name, String version, String description, List<CheckedEndpoint> endpoints)
        implements Observer {
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

    @Override
    public Running start(Surroundings surroundings) {
        Connection connection = surroundings.nats();
        ServiceBuilder builder = Service.builder()
                .connection(Intercepted.withoutErrorAnswers(connection))
                .name(name)
                .version(version)
                .description(description);
        List<RunningService.Part> parts = new ArrayList<>();
        for (CheckedEndpoint endpoint : endpoints) {
            Dispatcher dispatcher = connection.createDispatcher();
            BoundedCalls calls = new BoundedCalls(endpoint.concurrency(), surroundings.executor());
            parts.add(new RunningService.Part(dispatcher, calls));
            builder.addServiceEndpoint(ServiceEndpoint.builder()
                    .endpointName(endpoint.name())
                    .endpointSubject(endpoint.subject())
                    .endpointQueueGroup(endpoint.queue())
                    .dispatcher(Intercepted.bounded(dispatcher, calls))
                    .handler(new EndpointCall(new AnsweringListener(surroundings.messaging(), endpoint.call())))
                    .build());
        }
        RunningService running = new RunningService(connection, builder.build(), parts);
        start(connection, running);
        return running;
    }

    /** Returns when the server knows of it. */
    private void start(Connection connection, RunningService running) {
        try {
            var started = running.service().startService(); // Ends when the service is stopped.
            if (started.isCompletedExceptionally()) {
                throw new IllegalStateException("cannot be started");
            }
            connection.flush(FLUSH_TIMEOUT);
        } catch (TimeoutException | IllegalStateException e) {
            throw new MessagingException("service " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while starting service " + name, e);
        }
    }
}

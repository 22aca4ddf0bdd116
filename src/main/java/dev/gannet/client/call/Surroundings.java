package dev.gannet.client.call;

import dev.gannet.api.Messaging;
import io.nats.client.Connection;
import java.util.concurrent.Executor;

/** What an observer that starts is given: the application's connections and its threads. */
public interface Surroundings {
    Messaging messaging();

    Connection nats();

    /** Threads of the container where there is one. They end with the application. */
    Executor executor();
}

package dev.gannet.client.call;

/** What is started with the application. */
@FunctionalInterface
public interface Observer {
    /**
     * Subscribes, or whatever it needs to be called.
     *
     * @throws dev.gannet.api.MessagingException if that cannot be done; the application does not start then
     */
    Running start(Surroundings surroundings);
}

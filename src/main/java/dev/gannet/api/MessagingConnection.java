package dev.gannet.api;

/** Messaging until it is closed, which gives the connection back to where it came from and ends its subscriptions. */
public interface MessagingConnection extends Messaging, AutoCloseable {
    @Override
    void close();
}

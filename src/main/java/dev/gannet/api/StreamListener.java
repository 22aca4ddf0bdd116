package dev.gannet.api;

/**
 * Is told of the messages of a stream. A message-driven bean implements this and names stream and consumer in its activation
 * configuration. A message is done when the method has returned, and its transaction has committed if it has one; else it
 * comes again.
 */
@FunctionalInterface
public interface StreamListener {
    void onMessage(StreamMessage message);
}

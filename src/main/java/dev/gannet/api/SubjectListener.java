package dev.gannet.api;

/** Is told of messages. A message-driven bean implements this and names its subject in its activation configuration. */
@FunctionalInterface
public interface SubjectListener {
    void onMessage(Message message);
}

package dev.gannet.jetstream.consumer;

/** Is told what becomes of consumers, while that happens, on the stream loop. */
public interface ConsumerWatcher {
    /** There is something new to be written of a consumer's state; it is told once until that was taken. */
    void changed(Consumer consumer);

    /** A consumer needs a message no more, which it was sent: it is acknowledged, or is not waited for. */
    void done(Consumer consumer, long streamSeq);
}

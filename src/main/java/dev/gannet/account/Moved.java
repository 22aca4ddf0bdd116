package dev.gannet.account;

import java.util.concurrent.atomic.AtomicLong;

/** Messages and bytes that connections moved which are gone. Any thread. */
public final class Moved {
    private final AtomicLong inMessages = new AtomicLong();
    private final AtomicLong inBytes = new AtomicLong();
    private final AtomicLong outMessages = new AtomicLong();
    private final AtomicLong outBytes = new AtomicLong();

    /** Adds what a connection has published. */
    public void addIn(long messages, long bytes) {
        inMessages.addAndGet(messages);
        inBytes.addAndGet(bytes);
    }

    /** Adds what a connection was sent. */
    public void addOut(long messages, long bytes) {
        outMessages.addAndGet(messages);
        outBytes.addAndGet(bytes);
    }

    public long inMessages() {
        return inMessages.get();
    }

    public long inBytes() {
        return inBytes.get();
    }

    public long outMessages() {
        return outMessages.get();
    }

    public long outBytes() {
        return outBytes.get();
    }
}

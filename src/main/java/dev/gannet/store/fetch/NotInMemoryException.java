package dev.gannet.store.fetch;

/**
 * What was asked for cannot be told without the disk. Nothing has changed by the call that says so, or what has is right
 * when the same is asked again once the fetch is done: each call gets further than the one before.
 */
public final class NotInMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fetch fetch;

    public NotInMemoryException(Fetch fetch) {
        super("it is on the disk (expected: fetched first)", null, false, false);
        this.fetch = fetch;
    }

    /** Returns what has to be read. */
    public Fetch fetch() {
        return fetch;
    }
}

package dev.gannet.monitor.endpoint;

/** A request that cannot be answered; the message is what the caller is told, with status 400. */
public final class BadQuery extends Exception {
    private static final long serialVersionUID = 1L;

    public BadQuery(String message) {
        super(message, null, false, false); // An answer, not an accident: no stack trace.
    }
}

package dev.gannet.protocol;

/** A PROXY header that cannot be understood; the message is the reference's, for the log. */
public final class ProxyHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    ProxyHeaderException(String message) {
        super(message);
    }
}

package dev.gannet.engine;

/** The server does not start with what it is told to have; the message says why, for whoever starts it. */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}

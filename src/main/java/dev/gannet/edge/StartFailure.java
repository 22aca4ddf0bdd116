package dev.gannet.edge;

/** Why the server could not start; the message is the last line of its log. */
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.gannet.config.conf;

/** The text is not {@code nats.conf}, or a file of it cannot be read. The message is the reference server's. */
public final class ConfException extends Exception {
    private final String message;
    private final ConfPosition position;

    ConfException(String message, ConfPosition position) {
        super(message);
        this.message = message;
        this.position = position;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** Where reading stopped. */
    public ConfPosition position() {
        return position;
    }
}

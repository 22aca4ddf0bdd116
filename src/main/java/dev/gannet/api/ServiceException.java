package dev.gannet.api;

/**
 * Thrown by a method that answers, to say itself what the asker is told: the error's code and its description, in the
 * headers {@code Nats-Service-Error-Code} and {@code Nats-Service-Error}.
 */
public class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param code as in HTTP: below 500 it is the asker's mistake */
    public ServiceException(int code, String description) {
        super(description);
        this.code = code;
    }

    public int code() {
        return code;
    }
}

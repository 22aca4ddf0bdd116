package dev.gannet.api;

/** A stream has refused a message, and says why: nothing of it is kept. */
public class PublishRefusedException extends MessagingException {
    private static final long serialVersionUID = 1L;

    private final int errorCode;

    public PublishRefusedException(String message, int errorCode) {
        super(message, null);
        this.errorCode = errorCode;
    }

    /** NATS's {@code err_code}, such as 10071 where another sequence was expected; 0 if the server gives none. */
    public int errorCode() {
        return errorCode;
    }
}

package dev.gannet.client;

import dev.gannet.api.MessagingException;

/** No server answers; there may be one later. One that does not let us in is another matter. */
public final class NoServerException extends MessagingException {
    private static final long serialVersionUID = 1L;

    public NoServerException(String message) {
        super(message, null);
    }
}

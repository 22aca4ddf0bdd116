package dev.gannet.api;

import org.jspecify.annotations.Nullable;

/** Nobody listens where something was asked for: no service, or no stream that keeps such a subject. */
public class NoRespondersException extends MessagingException {
    private static final long serialVersionUID = 1L;

    public NoRespondersException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

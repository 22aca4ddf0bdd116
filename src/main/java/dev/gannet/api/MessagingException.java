package dev.gannet.api;

import org.jspecify.annotations.Nullable;

/** Something that was asked of messaging could not be done; the message says what and why. */
public class MessagingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MessagingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

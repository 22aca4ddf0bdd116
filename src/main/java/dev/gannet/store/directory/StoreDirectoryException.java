package dev.gannet.store.directory;

import org.jspecify.annotations.Nullable;

/** Why a directory cannot be used; the message is for whoever started the server, and nothing was changed. */
public final class StoreDirectoryException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreDirectoryException(String message) {
        this(message, null);
    }

    StoreDirectoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

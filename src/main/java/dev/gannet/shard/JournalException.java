package dev.gannet.shard;

import java.io.IOException;

/** A journal that cannot be read at all. Nothing of it was changed. */
public final class JournalException extends IOException {
    private static final long serialVersionUID = 1;

    JournalException(String message) {
        super(message);
    }
}

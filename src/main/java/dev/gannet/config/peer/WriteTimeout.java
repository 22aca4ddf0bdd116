package dev.gannet.config.peer;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a connection whose other side takes longer to read than the write deadline (CF-93). */
public enum WriteTimeout {
    /** What is usual for its kind: clients are closed, other servers are not. */
    DEFAULT,
    /** It is closed as a slow consumer. */
    CLOSE,
    /** What is left is written later. */
    RETRY;

    /** Returns what a word of the file means. */
    public static Optional<WriteTimeout> of(String word) {
        for (WriteTimeout timeout : values()) {
            if (timeout.word().equals(word)) {
                return Optional.of(timeout);
            }
        }
        return Optional.empty();
    }

    /** The word, or none if it is what is usual. */
    public String orEmpty() {
        return this == DEFAULT ? "" : word();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

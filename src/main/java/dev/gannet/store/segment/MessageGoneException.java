package dev.gannet.store.segment;

import java.io.IOException;

/** A message was there when it was looked up and is not when it is read: its store was deleted or closed meanwhile. */
public final class MessageGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    MessageGoneException(String directory, long seq) {
        super(directory + ": message " + seq + " is gone");
    }
}

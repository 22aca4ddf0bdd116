package dev.gannet.store.segment;

import java.io.IOException;

/** The bytes of a message are not what was stored. The others of its stream are not touched by that. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final long seq;

    DamagedException(String directory, long seq, String what) {
        super(directory + ": message " + seq + " is damaged: " + what);
        this.directory = directory;
        this.seq = seq;
    }

    /** Returns the directory of the stream. */
    public String directory() {
        return directory;
    }

    public long seq() {
        return seq;
    }
}

package dev.gannet.jetstream.config;

import java.util.Locale;

/** What gives way when a stream is full (ST-11). */
public enum Discard implements Word {
    /** The oldest messages. */
    OLD("old"),

    /** The one that comes. */
    NEW("new");

    private final String word;

    Discard(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** Of this word alone the case does not matter. */
    @Override
    public boolean isWritten(String json) {
        return Word.super.isWritten(json.toLowerCase(Locale.ROOT));
    }
}

package dev.gannet.jetstream.config;

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
}

package dev.gannet.jetstream.config;

/** When a message is acknowledged (ST-32). */
public enum PersistMode implements Word {
    /** When it is stored. */
    DEFAULT("default"),

    /** When it has come; it is stored soon. */
    ASYNC("async");

    private final String word;

    PersistMode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** The empty word is the usual one. */
    @Override
    public boolean isWritten(String json) {
        return Word.super.isWritten(json) || (this == DEFAULT && json.equals("\"\""));
    }
}

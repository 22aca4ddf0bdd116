package dev.gannet.jetstream.config;

/** How stored messages are compressed (ST-19). */
public enum Compression implements Word {
    NONE("none"),
    S2("s2");

    private final String word;

    Compression(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}

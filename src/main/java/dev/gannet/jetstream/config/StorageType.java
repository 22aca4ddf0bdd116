package dev.gannet.jetstream.config;

/** Where messages are kept (ST-13). */
public enum StorageType implements Word {
    FILE("file"),
    MEMORY("memory");

    private final String word;

    StorageType(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}

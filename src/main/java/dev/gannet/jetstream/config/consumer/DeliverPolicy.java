package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.Word;

/** Where a consumer begins (CO-4). The first is the default. */
public enum DeliverPolicy implements Word {
    ALL("all"),
    LAST("last"),
    NEW("new"),
    BY_START_SEQUENCE("by_start_sequence"),
    BY_START_TIME("by_start_time"),
    LAST_PER_SUBJECT("last_per_subject");

    private final String word;

    DeliverPolicy(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** The reference writes a choice that it does not know as a word of its own, and reads that as the default. */
    @Override
    public boolean isWritten(String json) {
        return Word.super.isWritten(json) || (this == ALL && json.equals("\"undefined\""));
    }
}

package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.Word;

/** How fast stored messages are sent (CO-12). The first is the default. */
public enum ReplayPolicy implements Word {
    /** As fast as they are taken. */
    INSTANT("instant"),

    /** With the pauses that were between them when they were stored (CO-109). */
    ORIGINAL("original");

    private final String word;

    ReplayPolicy(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}

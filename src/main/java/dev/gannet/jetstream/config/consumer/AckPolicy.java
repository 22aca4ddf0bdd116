package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.Word;

/** What a consumer takes for the end of a message's delivery (CO-7). The first is the default. */
public enum AckPolicy implements Word {
    /** A message is done when it has been sent. */
    NONE("none"),

    /** An acknowledgement is also for everything that was sent before. */
    ALL("all"),

    /** Each message is acknowledged by itself. */
    EXPLICIT("explicit"),

    /** Answers to flow control acknowledge what they name (CO-148). */
    FLOW_CONTROL("flow_control");

    private final String word;

    AckPolicy(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}

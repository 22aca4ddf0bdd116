package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.Word;

/** Which of several pull requests is served (CO-28). The first is the default. */
public enum PriorityPolicy implements Word {
    NONE("none"),
    OVERFLOW("overflow"),
    PINNED_CLIENT("pinned_client"),
    PRIORITIZED("prioritized");

    private final String word;

    PriorityPolicy(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String unknown(String json) {
        return "unknown priority policy: " + json;
    }
}

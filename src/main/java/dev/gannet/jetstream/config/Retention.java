package dev.gannet.jetstream.config;

/** How long messages are kept (ST-4). */
public enum Retention implements Word {
    /** As long as the limits allow. */
    LIMITS("limits"),

    /** As long as a consumer has not had them. */
    INTEREST("interest"),

    /** Until one consumer has had them. */
    WORKQUEUE("workqueue");

    private final String word;

    Retention(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}

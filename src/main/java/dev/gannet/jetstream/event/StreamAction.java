package dev.gannet.jetstream.event;

/** What became of a stream (JA-88). */
public enum StreamAction {
    CREATED("create"),
    UPDATED("modify"),
    DELETED("delete");

    private final String word;

    StreamAction(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}

package dev.gannet.jetstream.config;

/** A choice that has a word in JSON (ST-36). */
public interface Word {
    String word();

    /** Returns whether this is how it is written in JSON, quotes included. */
    default boolean isWritten(String json) {
        return json.equals('"' + word() + '"');
    }
}

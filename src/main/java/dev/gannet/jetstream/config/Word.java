package dev.gannet.jetstream.config;

import dev.gannet.base.Quoted;

/** A choice that has a word in JSON (ST-36). */
public interface Word {
    String word();

    /** Returns whether this is how it is written in JSON, quotes included. */
    default boolean isWritten(String json) {
        return json.equals('"' + word() + '"');
    }

    /** Returns what is said of JSON that is none of the choices. */
    default String unknown(String json) {
        return "can not unmarshal " + Quoted.ofBytes(json);
    }
}

package dev.gannet.store.record;

/** What becomes of a look at a message. */
public enum Sight {
    /** It is shown. */
    SHOWN,
    /** It is not there, or is damaged, which the store has told. */
    GONE,
    /** It has to be read first. */
    ELSEWHERE
}

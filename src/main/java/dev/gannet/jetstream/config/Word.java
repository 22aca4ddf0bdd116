package dev.gannet.jetstream.config;

/** A choice that has a word in JSON (ST-36). */
interface Word {
    String word();
}

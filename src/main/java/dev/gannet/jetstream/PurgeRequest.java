package dev.gannet.jetstream;

/**
 * Which messages go (JA-137).
 *
 * @param filter of their subjects; empty is all
 * @param seq only those below; zero is all
 * @param keep how many of the newest stay
 */
public record PurgeRequest(String filter, long seq, long keep) {}

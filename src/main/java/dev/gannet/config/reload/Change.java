package dev.gannet.config.reload;

/**
 * A setting that has another value now.
 *
 * @param line what the log says of it
 */
public record Change(Effect effect, String line) {}

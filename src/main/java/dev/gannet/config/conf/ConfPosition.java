package dev.gannet.config.conf;

/**
 * Where something stands in a configuration.
 *
 * @param file as it was named on the command line or found by {@code include}; {@code $NAME} for an environment variable
 * @param line from 1
 * @param column in bytes, counted as the reference server counts it: from 0 in the first line, from 1 in all others
 */
public record ConfPosition(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.config.AssetLevel;

/** What the headers of a request demand. Pure functions. */
final class RequestHeaders {
    private static final String LEVEL = "\r\nNats-Required-Api-Level:";
    private static final int DIGITS_MAX = 9;

    private RequestHeaders() {}

    /** Returns whether a higher level of the API is required than there is here (JA-56). */
    static boolean requireMore(byte[] headers) {
        if (headers.length == 0) {
            return false;
        }
        String block = new String(headers, ISO_8859_1);
        int at = block.indexOf(LEVEL);
        if (at < 0) {
            return false;
        }
        int from = at + LEVEL.length();
        int end = block.indexOf('\r', from);
        String level = block.substring(from, end < 0 ? block.length() : end).strip();
        if (level.isEmpty()) {
            return false;
        }
        return !level.matches("[+-]?\\d{1," + DIGITS_MAX + "}") || Integer.parseInt(level) > AssetLevel.SERVER;
    }
}

package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.config.AssetLevel;

/** What the headers of a request say. Pure functions. */
final class RequestHeaders {
    /** Which stream of a name is meant (CO-183). */
    static final String IDENTITY = "Nats-Stream-Identity";

    private static final String LEVEL = "Nats-Required-Api-Level";
    private static final String WHO_ASKS = "Nats-Request-Info";
    private static final int DIGITS_MAX = 9;

    private RequestHeaders() {}

    /** Returns the value of a header, or the empty text if there is none. */
    static String value(byte[] headers, String name) {
        if (headers.length == 0) {
            return "";
        }
        String block = new String(headers, ISO_8859_1);
        String key = "\r\n" + name + ":";
        int at = block.indexOf(key);
        if (at < 0) {
            return "";
        }
        int from = at + key.length();
        while (from < block.length() && block.charAt(from) == ' ') {
            from++; // Other space is meant.
        }
        int end = block.indexOf('\r', from);
        return block.substring(from, end < 0 ? block.length() : end);
    }

    /** Returns a block with one header. */
    static byte[] block(String name, String value) {
        return ("NATS/1.0\r\n" + name + ": " + value + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    /** Returns whether the headers, if there are any, say who asks: others have no answer in the system account (JA-53). */
    static boolean tellWhoAsks(byte[] headers) {
        return headers.length == 0 || value(headers, WHO_ASKS).startsWith("{");
    }

    /** Returns whether a higher level of the API is required than there is here (JA-56). */
    static boolean requireMore(byte[] headers) {
        String level = value(headers, LEVEL);
        if (level.isEmpty()) {
            return false;
        }
        return !level.matches("[+-]?0*\\d{1," + DIGITS_MAX + "}") || Integer.parseInt(level) > AssetLevel.SERVER;
    }
}

package dev.gannet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/**
 * Reads what a server sends as a strict client would: every byte belongs to a frame in its usual form, and every frame
 * is whole.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class ServerFrames {
    private static final Pattern MSG = Pattern.compile("MSG [^ ]+ [^ ]+ ([^ ]+ )?(\\d{1,9})");
    private static final Pattern HMSG = Pattern.compile("HMSG [^ ]+ [^ ]+ ([^ ]+ )?(\\d{1,9}) (\\d{1,9})");

    private long pongs;

    long pongs() {
        return pongs;
    }

    /** Checks bytes that begin with a frame and end with one. */
    void check(byte[] bytes) {
        int position = 0;
        while (position < bytes.length) {
            position = frame(bytes, position);
        }
        if (position != bytes.length) {
            throw new AssertionError("a frame ends at " + position + " (expected: " + bytes.length + ")");
        }
    }

    /** Returns where the frame at {@code start} ends. */
    private int frame(byte[] bytes, int start) {
        int end = start;
        while (end + 1 < bytes.length && (bytes[end] != '\r' || bytes[end + 1] != '\n')) {
            end++;
        }
        if (end + 1 >= bytes.length) {
            throw new AssertionError("a line without an end: " + shown(bytes, start, bytes.length));
        }
        String line = new String(bytes, start, end - start, ISO_8859_1);
        int next = end + 2;
        if (line.equals("PONG")) {
            pongs++;
            return next;
        }
        if (line.startsWith("MSG ")) {
            return body(bytes, MSG, line, next);
        }
        if (line.startsWith("HMSG ")) {
            return body(bytes, HMSG, line, next);
        }
        boolean known = line.equals("PING")
                || line.equals("+OK")
                || (line.startsWith("INFO {") && line.endsWith("} "))
                || (line.startsWith("-ERR '") && line.endsWith("'"));
        if (!known) {
            throw new AssertionError("not a frame: " + shown(bytes, start, end));
        }
        return next;
    }

    private static int body(byte[] bytes, Pattern pattern, String line, int start) {
        var matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a line of a message: " + line);
        }
        int size = Integer.parseInt(matcher.group(matcher.groupCount()));
        boolean headers = pattern == HMSG;
        int end = start + size;
        if ((headers && Integer.parseInt(matcher.group(2)) > size)
                || end + 2 > bytes.length
                || bytes[end] != '\r'
                || bytes[end + 1] != '\n') {
            throw new AssertionError("a message that does not end where it says: " + line);
        }
        return end + 2;
    }

    private static String shown(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(200, to - from), ISO_8859_1);
    }
}

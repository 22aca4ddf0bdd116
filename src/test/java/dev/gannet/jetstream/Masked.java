package dev.gannet.jetstream;

import java.util.regex.Pattern;

/** An answer in which what differs from run to run, and from store to store, is covered. Pure functions. */
public final class Masked {
    private static final Pattern TIME =
            Pattern.compile("(?!0001|20[1-4]\\d-01-0)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern NAME = Pattern.compile("(\"src-|Identity: |does not match: )[0-9A-Za-z]{8}");
    private static final Pattern BYTES = Pattern.compile("\"(bytes|storage|memory)\":[1-9]\\d*");
    private static final Pattern LEADER = Pattern.compile("\"leader\":\"[^\"]+\"");

    private static final Pattern LEFT = Pattern.compile("\"pause_remaining\":\\d+");

    private Masked() {}

    public static String of(String answer) {
        String masked = TIME.matcher(answer).replaceAll("<time>");
        masked = BYTES.matcher(masked).replaceAll("\"$1\":<some>");
        masked = LEADER.matcher(masked).replaceAll("\"leader\":\"<server>\"");
        masked = NAME.matcher(masked).replaceAll("$1<name>");
        masked = LEFT.matcher(masked).replaceAll("\"pause_remaining\":<some>");
        return masked.replace("\r", "\\r").replace("\n", "\\n");
    }
}

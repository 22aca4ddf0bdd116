package dev.gannet.protocol.json;

import dev.gannet.base.Quoted;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times by RFC 3339. What is none ends the reading, as it does in the reference. */
public final class JsonTime implements JsonType<OffsetDateTime> {
    private static final String LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final Pattern[] PARTS = {
        part("\\d{4}"),
        part("-"),
        part("\\d{2}"),
        part("-"),
        part("\\d{2}"),
        part("T"),
        part("\\d{2}"),
        part(":"),
        part("\\d{2}"),
        part(":"),
        part("\\d{2}"),
        part("(?:[.,]\\d+)?(?:Z|[+-]\\d{2}:\\d{2})")
    };
    private static final String[] NAMES = {"2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05", "Z07:00"};
    private static final String[] RANGES = {"month", "day", "hour", "minute", "second"};
    private static final int NANO_DIGITS = 9;

    private static Pattern part(String regex) {
        return Pattern.compile(regex);
    }

    @Override
    public @Nullable OffsetDateTime read(JsonValue value, JsonFaults faults) throws JsonException {
        if (!(value instanceof JsonValue.Text)) {
            throw new JsonException("Time.UnmarshalJSON: input is not a JSON string");
        }
        String raw = value.span().text();
        return parse(raw.substring(1, raw.length() - 1));
    }

    /** Returns the time of a text. */
    static OffsetDateTime parse(String text) throws JsonException {
        String[] found = new String[PARTS.length];
        int at = 0;
        for (int i = 0; i < PARTS.length; i++) {
            Matcher matcher = PARTS[i].matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw problem(
                        text,
                        " as " + Quoted.of(LAYOUT) + ": cannot parse " + Quoted.ofBytes(text.substring(at)) + " as "
                                + Quoted.of(NAMES[i]));
            }
            found[i] = matcher.group();
            at = matcher.end();
        }
        if (at < text.length()) {
            throw problem(text, ": extra text: " + Quoted.ofBytes(text.substring(at)));
        }
        return made(text, found);
    }

    private static OffsetDateTime made(String text, String[] found) throws JsonException {
        int year = Integer.parseInt(found[0]);
        int[] numbers = new int[RANGES.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(found[2 + 2 * i]);
        }
        int[] most = {12, 31, 23, 59, 59};
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] > most[i] || (i < 2 && numbers[i] == 0)) {
                throw problem(text, ": " + RANGES[i] + " out of range");
            }
        }
        String rest = found[PARTS.length - 1];
        int zone = Math.max(rest.indexOf('Z'), Math.max(rest.lastIndexOf('+'), rest.lastIndexOf('-')));
        try {
            return LocalDateTime.of(year, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], nanos(rest, zone))
                    .atOffset(ZoneOffset.of(rest.substring(zone)));
        } catch (DateTimeException e) {
            throw problem(text, ": day out of range");
        }
    }

    private static int nanos(String rest, int zone) {
        if (zone == 0) {
            return 0;
        }
        String digits = rest.substring(1, Math.min(zone, NANO_DIGITS + 1));
        return Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
    }

    private static JsonException problem(String text, String why) {
        return new JsonException("parsing time " + Quoted.ofBytes(text) + why);
    }
}

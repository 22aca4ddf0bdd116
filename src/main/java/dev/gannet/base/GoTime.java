package dev.gannet.base;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/** Times as the reference's JSON has them. Pure functions. */
public final class GoTime {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final long SECOND_NANOS = 1_000_000_000;

    private GoTime() {}

    /** Returns RFC 3339 in UTC with up to nine decimals and no zeros at their end. */
    public static String format(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        return SECONDS.format(utc) + fraction(utc.get(ChronoField.NANO_OF_SECOND)) + "Z";
    }

    /** Returns the same of a time that keeps its zone. */
    public static String format(OffsetDateTime time) {
        String utc = format(time.withOffsetSameLocal(ZoneOffset.UTC).toInstant());
        return utc.substring(0, utc.length() - 1) + time.getOffset();
    }

    /** Returns billionths as decimals with a point in front and no zeros at the end; an empty text for zero. */
    public static String fraction(long billionths) {
        if (billionths == 0) {
            return "";
        }
        String digits = Long.toString(SECOND_NANOS + billionths).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }
}

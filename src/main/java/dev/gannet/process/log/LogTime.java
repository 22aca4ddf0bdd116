package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Renders times as log lines have them: {@code 2026/11/21 11:28:42.123456 }.
 *
 * <p><b>Owner:</b> its format. The parts that did not change since the last line stay as they are.
 */
final class LogTime {
    static final int LENGTH = 27;

    private static final int SECONDS_OF_DAY = 24 * 60 * 60;
    /** No zone changes its offset within a quarter of an hour that begins at a full one. */
    private static final int SECONDS_OF_QUARTER = 15 * 60;

    private final @Nullable TimeZone zone; // Null is UTC: then the zone tables are never loaded.
    private final byte[] text = "0000/00/00 00:00:00.000000 ".getBytes(US_ASCII);
    private long quarter = Long.MIN_VALUE;
    private long offsetSeconds;
    private long day = Long.MIN_VALUE;
    private long second = Long.MIN_VALUE;

    LogTime(@Nullable TimeZone zone) {
        this.zone = zone;
    }

    /** Writes {@link #LENGTH} bytes into {@code target} and returns the position behind them. */
    int render(Instant time, byte[] target, int position) {
        long epochSecond = time.getEpochSecond();
        long local = epochSecond + offsetSeconds(epochSecond);
        if (local != second) {
            second = local;
            renderSecond();
        }
        digits(time.getNano() / 1000, 20, 6);
        System.arraycopy(text, 0, target, position, LENGTH);
        return position + LENGTH;
    }

    /** Returns the end of a backup file's name: {@code 2026.11.21.11.28.42.123456789}. */
    String backupSuffix(Instant time) {
        byte[] line = new byte[LENGTH];
        render(time, line, 0);
        String local = new String(line, 0, 19, US_ASCII);
        return String.format(
                Locale.ROOT,
                "%s.%09d",
                local.replace('/', '.').replace(' ', '.').replace(':', '.'),
                time.get(ChronoField.NANO_OF_SECOND));
    }

    private long offsetSeconds(long epochSecond) {
        if (zone != null && Math.floorDiv(epochSecond, SECONDS_OF_QUARTER) != quarter) {
            quarter = Math.floorDiv(epochSecond, SECONDS_OF_QUARTER);
            offsetSeconds = zone.getOffset(epochSecond * 1000) / 1000;
        }
        return offsetSeconds;
    }

    private void renderSecond() {
        if (Math.floorDiv(second, SECONDS_OF_DAY) != day) {
            day = Math.floorDiv(second, SECONDS_OF_DAY);
            LocalDate date = LocalDate.ofEpochDay(day);
            digits(date.getYear(), 0, 4);
            digits(date.getMonthValue(), 5, 2);
            digits(date.getDayOfMonth(), 8, 2);
        }
        int ofDay = Math.floorMod(second, SECONDS_OF_DAY);
        digits(ofDay / 3600, 11, 2);
        digits(ofDay / 60 % 60, 14, 2);
        digits(ofDay % 60, 17, 2);
    }

    private void digits(int value, int position, int count) {
        int rest = value;
        for (int i = position + count - 1; i >= position; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}

package dev.gannet.protocol;

import java.time.Duration;

/** Durations as the reference prints them: {@code 10s}, {@code 1m30s}, {@code 1.5s}, {@code 100ms}. Pure functions. */
public final class GoDuration {
    private GoDuration() {}

    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000_000L) {
            if (nanos == 0) {
                return "0s";
            }
            return nanos < 1_000_000L ? decimal(nanos, 1_000L) + "µs" : decimal(nanos, 1_000_000L) + "ms";
        }
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        String seconds = decimal(nanos % 60_000_000_000L, 1_000_000_000L) + "s";
        if (hours > 0) {
            return hours + "h" + minutes + "m" + seconds;
        }
        return minutes > 0 ? minutes + "m" + seconds : seconds;
    }

    private static String decimal(long value, long unit) {
        return java.math.BigDecimal.valueOf(value)
                .divide(java.math.BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}

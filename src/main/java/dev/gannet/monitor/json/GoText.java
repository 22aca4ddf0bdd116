package dev.gannet.monitor.json;

import dev.gannet.base.GoTime;
import java.time.Duration;
import java.time.Instant;

/** Times and durations as the reference's JSON has them. Pure functions. */
public final class GoText {
    private static final long MICROSECOND_NANOS = 1_000;
    private static final long MILLISECOND_NANOS = 1_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private GoText() {}

    /** Returns RFC 3339 in UTC with up to nine decimals and no zeros at their end. */
    public static String time(Instant time) {
        return GoTime.format(time);
    }

    /** Returns whole seconds, led by the larger units that there are: {@code 1y2d3h4m5s}, {@code 4m5s}, {@code 0s}. */
    public static String uptime(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        StringBuilder text = new StringBuilder();
        if (days >= 365) {
            text.append(days / 365).append('y');
        }
        if (days > 0) {
            text.append(days % 365).append('d');
        }
        if (hours > 0) {
            text.append(hours % 24).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        return text.append(seconds % 60).append('s').toString();
    }

    /** Returns a round trip: {@code 498µs}, {@code 1.234567ms}, {@code 1.5s}, {@code 0s}. */
    public static String roundTrip(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < MICROSECOND_NANOS) {
            return nanos + "ns";
        }
        if (nanos < MILLISECOND_NANOS) {
            return nanos / MICROSECOND_NANOS + "µs";
        }
        if (nanos < SECOND_NANOS) {
            return nanos / MILLISECOND_NANOS + GoTime.fraction(nanos % MILLISECOND_NANOS * 1000) + "ms";
        }
        long minutes = nanos / SECOND_NANOS / 60;
        String seconds = nanos / SECOND_NANOS % 60 + GoTime.fraction(nanos % SECOND_NANOS) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
    }
}

package dev.gannet.config;

import dev.gannet.base.Quoted;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** Durations as NATS writes them: {@code 1h30m}, {@code 2s}, {@code 1.5ms}. Pure functions. */
public final class Durations {
    private static final Map<String, Long> UNIT_NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L, // The micro sign,
            "\u03bcs", 1_000L, // and the Greek letter that looks like it.
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final long TOO_LONG = -1;

    private Durations() {}

    /**
     * Reads a duration: numbers, each with its unit, and a sign before the first.
     *
     * @throws IllegalArgumentException if it is none; the message is the reference server's
     */
    public static Duration parse(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        int at = signed ? 1 : 0;
        if (text.substring(at).equals("0")) {
            return Duration.ZERO;
        }
        if (at == text.length()) {
            throw invalid(text);
        }
        long nanos = 0; // Without a sign: the most negative number of nanoseconds has no positive one.
        while (at < text.length()) {
            int numberEnd = numberEnd(text, at);
            String number = text.substring(at, numberEnd);
            int unitEnd = unitEnd(text, numberEnd);
            if (number.isEmpty() || number.equals(".")) {
                throw invalid(text);
            }
            long unit = unitNanos(text.substring(numberEnd, unitEnd), text);
            nanos = sum(nanos, nanos(number, unit));
            if (nanos == TOO_LONG) {
                throw invalid(text);
            }
            at = unitEnd;
        }
        if (text.startsWith("-")) {
            return Duration.ofNanos(-nanos);
        }
        if (nanos < 0) {
            throw invalid(text);
        }
        return Duration.ofNanos(nanos);
    }

    /** Returns how many nanoseconds some units are, or that they are too many; as long as the text takes to be read. */
    private static long nanos(String number, long unitNanos) {
        int dot = number.indexOf('.');
        String whole = dot < 0 ? number : number.substring(0, dot);
        long units = 0;
        for (int i = 0; i < whole.length(); i++) {
            units = units > Long.MAX_VALUE / 10 ? TOO_LONG : sum(10 * units, whole.charAt(i) - '0');
            if (units == TOO_LONG || Long.compareUnsigned(units, Long.divideUnsigned(Long.MIN_VALUE, unitNanos)) > 0) {
                return TOO_LONG;
            }
        }
        return sum(units * unitNanos, dot < 0 ? 0 : fractionNanos(number.substring(dot + 1), unitNanos));
    }

    /** Digits beyond what a long holds change nothing; the rest is rounded as the reference rounds it. */
    private static long fractionNanos(String digits, long unitNanos) {
        long fraction = 0;
        double scale = 1;
        for (int i = 0; i < digits.length(); i++) {
            if (fraction > (Long.MAX_VALUE - 9) / 10) {
                break;
            }
            fraction = 10 * fraction + digits.charAt(i) - '0';
            scale *= 10;
        }
        return (long) (fraction * (unitNanos / scale));
    }

    /** Adds numbers without a sign, up to 2^63. */
    private static long sum(long a, long b) {
        return a == TOO_LONG || b == TOO_LONG || Long.compareUnsigned(a + b, Long.MIN_VALUE) > 0 ? TOO_LONG : a + b;
    }

    /** Writes a duration in hours, minutes and seconds, or below a second in the largest unit that is not zero. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        String sign = duration.isNegative() ? "-" : "";
        Duration length = duration.abs();
        if (length.compareTo(Duration.ofNanos(1_000)) < 0) {
            return sign + length.toNanos() + "ns";
        }
        if (length.compareTo(Duration.ofMillis(1)) < 0) {
            return sign + decimal(length, 3) + "\u00b5s";
        }
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return sign + decimal(length, 6) + "ms";
        }
        String hours = length.toHours() > 0 ? length.toHours() + "h" : "";
        String minutes = length.toMinutes() > 0 ? length.toMinutesPart() + "m" : "";
        return sign + hours + minutes + decimal(length.minusMinutes(length.toMinutes()), 9) + "s";
    }

    private static String decimal(Duration length, int decimals) {
        return BigDecimal.valueOf(length.toNanos(), decimals)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static int numberEnd(String text, int from) {
        int at = digitsEnd(text, from);
        return at < text.length() && text.charAt(at) == '.' ? digitsEnd(text, at + 1) : at;
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int unitEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '.' && !isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static long unitNanos(String unit, String text) {
        if (unit.isEmpty()) {
            throw new IllegalArgumentException("time: missing unit in duration " + Quoted.of(text));
        }
        Long nanos = UNIT_NANOS.get(unit);
        if (nanos == null) {
            throw new IllegalArgumentException(
                    "time: unknown unit " + Quoted.of(unit) + " in duration " + Quoted.of(text));
        }
        return nanos;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration " + Quoted.of(text));
    }
}

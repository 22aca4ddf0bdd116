package dev.gannet.config.conf;

import dev.gannet.config.conf.ConfValue.DateTimeValue;
import dev.gannet.config.conf.ConfValue.FloatValue;
import dev.gannet.config.conf.ConfValue.IntegerValue;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the text of a number, a size or a date to its value. */
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("(-?[0-9]+)(?:([kmgtpe])(b|i|ib)?)?");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+");
    private static final String SUFFIXES = "kmgtpe"; // In rising powers.

    private Numbers() {}

    static IntegerValue integer(String text, ConfPosition position) throws ConfException {
        Matcher matcher = INTEGER.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ConfException("expected integer, but got '" + text + "'", position);
        }
        try {
            long number = Long.parseLong(matcher.group(1));
            String suffix = matcher.group(2);
            long base = matcher.group(3) == null ? 1000 : 1024;
            for (int power = suffix == null ? 0 : SUFFIXES.indexOf(suffix) + 1; power > 0; power--) {
                number = Math.multiplyExact(number, base);
            }
            return new IntegerValue(number);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new ConfException("integer '" + text + "' is out of the range", position);
        }
    }

    static FloatValue decimal(String text, ConfPosition position) throws ConfException {
        if (!DECIMAL.matcher(text).matches()) {
            throw new ConfException("expected float, but got '" + text + "'", position);
        }
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw new ConfException("float '" + text + "' is out of the range", position);
        }
        return new FloatValue(number);
    }

    /** {@code text} is of the form {@code 0000-00-00T00:00:00Z}, whatever its digits. */
    static DateTimeValue dateTime(String text, ConfPosition position) throws ConfException {
        try {
            LocalDateTime dateTime = LocalDateTime.parse(text.substring(0, text.length() - 1));
            return new DateTimeValue(dateTime.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new ConfException("expected Zulu formatted DateTime, but got '" + text + "'", position);
        }
    }
}

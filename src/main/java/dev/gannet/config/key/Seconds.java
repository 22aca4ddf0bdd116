package dev.gannet.config.key;

import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfValue;
import java.math.BigDecimal;
import java.time.Duration;

/** A {@code timeout}: a number of seconds, or a duration as text. */
public final class Seconds {
    private Seconds() {}

    /** Returns the seconds; {@code block} is how errors call the block of the key. */
    public static BigDecimal of(Setting setting, String block) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue number) {
            return BigDecimal.valueOf(number.integer());
        }
        if (setting.value() instanceof ConfValue.FloatValue number) {
            return BigDecimal.valueOf(number.number());
        }
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("error parsing " + block + " config, 'timeout' wrong type");
        }
        try {
            return BigDecimal.valueOf(Durations.parse(text.string()).toNanos(), 9);
        } catch (IllegalArgumentException e) {
            throw setting.fault("error parsing " + block + " config, 'timeout' " + e.getMessage());
        }
    }

    /** Nanoseconds fit in a long for 292 years; nobody waits longer. */
    public static Duration toDuration(BigDecimal seconds) {
        BigDecimal nanos = seconds.movePointRight(9);
        BigDecimal max = BigDecimal.valueOf(Long.MAX_VALUE);
        return Duration.ofNanos(nanos.min(max).max(max.negate()).longValue());
    }
}

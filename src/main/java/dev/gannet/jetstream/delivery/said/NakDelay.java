package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonShape;
import dev.gannet.protocol.json.JsonType;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long somebody wants to wait until a message is sent again (CO-83). Pure functions. */
public final class NakDelay {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

    private static final class Options {
        long delay;
    }

    private NakDelay() {}

    /**
     * Returns the nanoseconds.
     *
     * @throws IllegalArgumentException if it is neither JSON with a delay nor a duration
     */
    public static long nanos(String text) {
        return text.startsWith("{") ? json(text) : duration(text);
    }

    private static long json(String text) {
        JsonShape<Options> shape = new JsonShape<>("ConsumerNakOptions", Options::new)
                .with("delay", JsonType.signed("time.Duration"), (options, value) -> options.delay = value);
        try {
            return shape.whole(text.getBytes(ISO_8859_1)).delay;
        } catch (JsonException e) {
            throw new IllegalArgumentException(e.problem(), e);
        }
    }

    private static long duration(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(rest);
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length() && part.find(at) && part.start() == at) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            at = part.end();
        }
        if (rest.isEmpty() || at < rest.length() || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("delay: " + text);
        }
        return text.startsWith("-") ? -sum.longValue() : sum.longValue();
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}

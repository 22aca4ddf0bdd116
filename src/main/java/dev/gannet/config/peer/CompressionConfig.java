package dev.gannet.config.peer;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How connections to other servers are compressed (CF-137, CF-138).
 *
 * @param mode as it was written; {@link #problem} says whether there is such a mode
 * @param roundTripThresholds up to which round trip each level is used, where the mode is automatic; empty is the usual
 */
public record CompressionConfig(String mode, List<Duration> roundTripThresholds) {
    public static final String OFF = "off";
    public static final String ACCEPT = "accept";
    public static final String AUTO = "s2_auto";
    public static final String FAST = "s2_fast";
    public static final int THRESHOLDS_MAX = 4;

    /** Up to 10 ms not at all, then fast, better from 50 ms, best from 100 ms. */
    public static final List<Duration> DEFAULT_THRESHOLDS =
            List.of(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100));

    public CompressionConfig {
        roundTripThresholds = List.copyOf(roundTripThresholds);
    }

    public CompressionConfig(String mode) {
        this(mode, List.of());
    }

    /** Returns the mode by its one name; {@code on} is what it is where it says only that there is compression. */
    public String effectiveMode(String on) {
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "on", "enabled", "true" -> on;
            case "not supported", "not_supported" -> "not supported";
            case "off", "disabled", "false" -> OFF;
            case "accept" -> ACCEPT;
            case "s2_auto", "auto" -> AUTO;
            case "s2_fast", "fast" -> FAST;
            case "s2_better", "better" -> "s2_better";
            case "s2_best", "best" -> "s2_best";
            default -> "";
        };
    }

    /** Returns what is wrong with it, in the reference server's words; the empty text if nothing is. */
    public String problem(String on) {
        String effective = effectiveMode(on);
        if (effective.isEmpty()) {
            return "unsupported compression mode " + Quoted.of(mode);
        }
        return effective.equals(AUTO) ? thresholdsProblem() : "";
    }

    private String thresholdsProblem() {
        List<Duration> ascending = new ArrayList<>();
        for (Duration threshold : roundTripThresholds) {
            Duration positive = threshold.isNegative() ? Duration.ZERO : threshold;
            boolean descends = ascending.stream().anyMatch(earlier -> positive.compareTo(earlier) < 0);
            if (!positive.isZero() && descends) {
                return "RTT threshold values " + shown() + " should be in ascending order";
            }
            ascending.add(positive);
        }
        while (!ascending.isEmpty() && ascending.get(ascending.size() - 1).isZero()) {
            ascending.remove(ascending.size() - 1);
        }
        if (ascending.size() > THRESHOLDS_MAX) {
            return "compression mode " + Quoted.of(mode) + " should have no more than " + THRESHOLDS_MAX
                    + " RTT thresholds: " + shown();
        }
        boolean isEmpty = ascending.isEmpty() && !roundTripThresholds.isEmpty();
        return isEmpty ? "compression mode " + Quoted.of(mode) + " requires at least one RTT threshold" : "";
    }

    private String shown() {
        return roundTripThresholds.stream().map(Durations::format).collect(Collectors.joining(" ", "[", "]"));
    }
}

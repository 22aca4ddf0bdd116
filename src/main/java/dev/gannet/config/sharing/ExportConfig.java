package dev.gannet.config.sharing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account lets others have (CF-190).
 *
 * @param kind whether others may subscribe, or ask
 * @param accounts the others; empty is anybody
 * @param response of a service: how much an answer is
 * @param responseThreshold of a service: how long an answer may take; zero is the usual
 * @param latency of a service: who is told how long answers take; null is nobody
 * @param accountTokenPosition which token of the subject is the other account's name; zero is none
 * @param allowTrace of a service: whether a traced message's events go on behind it
 */
public record ExportConfig(
        Kind kind,
        String subject,
        List<String> accounts,
        Response response,
        Duration responseThreshold,
        @Nullable Latency latency,
        int accountTokenPosition,
        boolean allowTrace) {
    /** What is shared. */
    public enum Kind {
        STREAM,
        SERVICE
    }

    /** How much an answer is. */
    public enum Response {
        SINGLETON,
        STREAM,
        CHUNKED
    }

    /**
     * Who is told how long answers take.
     *
     * @param samplingPercent of how many of a hundred; {@link #BY_HEADER} is of those that ask for it
     */
    public record Latency(String subject, int samplingPercent) {
        public static final int BY_HEADER = 0;
        public static final int DEFAULT_SAMPLING_PERCENT = 100;

        public Latency {
            if (samplingPercent < BY_HEADER || samplingPercent > 100) {
                throw new IllegalArgumentException("samplingPercent: " + samplingPercent + " (expected: 0 to 100)");
            }
        }
    }

    public ExportConfig {
        accounts = List.copyOf(accounts);
    }
}

package dev.gannet.config;

import dev.gannet.subject.Subjects;

/**
 * Where the trace events of an account's messages go that ask for it by {@code traceparent} alone.
 *
 * @param destination a subject without wildcards
 * @param samplingPercent how many of a hundred such messages are traced
 */
public record TraceConfig(String destination, int samplingPercent) {
    public static final int SAMPLING_MAX = 100;

    public TraceConfig {
        if (!Subjects.isPublishable(destination)) {
            throw new IllegalArgumentException("destination: '" + destination + "' (expected: a literal subject)");
        }
        if (samplingPercent < 1 || samplingPercent > SAMPLING_MAX) {
            throw new IllegalArgumentException("samplingPercent: " + samplingPercent + " (expected: 1 to 100)");
        }
    }
}

package dev.gannet.account;

import dev.gannet.config.sharing.ExportConfig;
import dev.gannet.config.sharing.ExportConfig.Latency;
import dev.gannet.config.sharing.ExportConfig.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an exported service says of its answers (AC-40, AC-43).
 *
 * @param subject the filter that is exported
 * @param response how much an answer is
 * @param threshold how long an answer may take, or the next part of one
 * @param allowsTrace whether what becomes of a traced request is told beyond the importer
 * @param latency which requests are measured, and who is told; null is none
 */
public record ServiceTerms(
        String subject,
        Response response,
        Duration threshold,
        boolean allowsTrace,
        @Nullable Latency latency) {
    private static final Duration DEFAULT_THRESHOLD = Duration.ofMinutes(2);

    static ServiceTerms of(ExportConfig export) {
        Duration threshold = export.responseThreshold();
        return new ServiceTerms(
                export.subject(),
                export.response(),
                threshold.isZero() ? DEFAULT_THRESHOLD : threshold,
                export.allowTrace(),
                export.latency());
    }
}

package dev.gannet.config.feature;

import java.time.Duration;

/**
 * Where answers about certificates are remembered (CF-125).
 *
 * @param isOn whether they are
 * @param directory where
 * @param preserveRevoked whether a certificate that was revoked stays so
 * @param saveInterval how often they are written
 */
public record OcspCacheConfig(boolean isOn, String directory, boolean preserveRevoked, Duration saveInterval) {
    public static final String DEFAULT_DIRECTORY = "_rc_";
    public static final Duration DEFAULT_SAVE_INTERVAL = Duration.ofMinutes(5);
    public static final Duration SAVE_INTERVAL_MIN = Duration.ofSeconds(1);

    public OcspCacheConfig {
        if (saveInterval.compareTo(SAVE_INTERVAL_MIN) < 0) {
            throw new IllegalArgumentException("saveInterval: " + saveInterval + " (expected: >= 1s)");
        }
    }

    public static OcspCacheConfig of(boolean isOn) {
        return new OcspCacheConfig(isOn, DEFAULT_DIRECTORY, false, DEFAULT_SAVE_INTERVAL);
    }
}

package dev.gannet.config.limit;

/**
 * How much may be published in a second, and at once after a second's rest. Either may be {@link #UNLIMITED}.
 *
 * @param messagesPerSecond messages, up to {@link #MESSAGES_MAX}
 * @param bytesPerSecond their bytes, headers included, up to {@link #BYTES_MAX}
 */
public record PublishRateConfig(long messagesPerSecond, long bytesPerSecond) {
    public static final long UNLIMITED = -1;
    public static final long MESSAGES_MAX = 100_000_000;
    public static final long BYTES_MAX = 100_000_000_000L;
    public static final PublishRateConfig NONE = new PublishRateConfig(UNLIMITED, UNLIMITED);

    public PublishRateConfig {
        check("messagesPerSecond", messagesPerSecond, MESSAGES_MAX);
        check("bytesPerSecond", bytesPerSecond, BYTES_MAX);
    }

    public boolean isUnlimited() {
        return messagesPerSecond == UNLIMITED && bytesPerSecond == UNLIMITED;
    }

    private static void check(String name, long rate, long max) {
        if (rate != UNLIMITED && (rate < 1 || rate > max)) {
            throw new IllegalArgumentException(
                    name + ": " + rate + " (expected: 1 to " + max + ", or -1 for unlimited)");
        }
    }
}

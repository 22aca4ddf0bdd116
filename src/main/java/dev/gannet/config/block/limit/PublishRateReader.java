package dev.gannet.config.block.limit;

import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.limit.PublishRateConfig;

/**
 * Reads how fast may be published: two keys among the limits of an account, and in those of a user. nats-server does not
 * have them.
 */
public final class PublishRateReader {
    private PublishRateReader() {}

    /**
     * A {@link PublishRateConfig} while it is read.
     *
     * <p><b>Owner:</b> the thread that reads the configuration.
     */
    public static final class Draft {
        private long messages = PublishRateConfig.UNLIMITED;
        private long bytes = PublishRateConfig.UNLIMITED;

        public PublishRateConfig toConfig() {
            boolean isNone = messages == PublishRateConfig.UNLIMITED && bytes == PublishRateConfig.UNLIMITED;
            return isNone ? PublishRateConfig.NONE : new PublishRateConfig(messages, bytes);
        }
    }

    /** Finds the rates in what a block is read into. */
    public interface In<T> {
        Draft of(T target);
    }

    public static <T> void addTo(KeyTable<T> keys, In<T> in) {
        keys.key(
                        (setting, target, problems) ->
                                in.of(target).messages = rate(setting, PublishRateConfig.MESSAGES_MAX),
                        "publish_msgs_per_second")
                .key(
                        (setting, target, problems) -> in.of(target).bytes = rate(setting, PublishRateConfig.BYTES_MAX),
                        "publish_bytes_per_second");
    }

    private static long rate(Setting setting, long max) throws SettingException {
        long rate = setting.integer();
        if (rate != PublishRateConfig.UNLIMITED && (rate < 1 || rate > max)) {
            throw setting.fault(setting.key() + " has to be 1 to " + max + ", or -1 for no limit, got " + rate);
        }
        return rate;
    }
}

package dev.gannet.account;

import dev.gannet.base.TokenBucket;
import dev.gannet.config.limit.PublishRateConfig;
import org.jspecify.annotations.Nullable;

/**
 * How fast those may publish who share it: all connections of a user, or of an account.
 *
 * <p><b>Owner:</b> nobody; their event loops take from it, without a lock.
 *
 * <p><b>Hot path:</b> a message is one compare-and-set for each of the two figures that has a limit.
 */
public final class PublishRate {
    private final PublishRateConfig config;
    private final @Nullable TokenBucket messages;
    private final @Nullable TokenBucket bytes;

    private PublishRate(PublishRateConfig config) {
        this.config = config;
        this.messages = bucket(config.messagesPerSecond());
        this.bytes = bucket(config.bytesPerSecond());
    }

    private static @Nullable TokenBucket bucket(long perSecond) {
        return perSecond == PublishRateConfig.UNLIMITED ? null : new TokenBucket(perSecond);
    }

    /** Returns null for no limit; the rate that was there before if it is the same, with what is left of it. */
    public static @Nullable PublishRate of(PublishRateConfig config, @Nullable PublishRate before) {
        if (config.isUnlimited()) {
            return null;
        }
        return before != null && before.config.equals(config) ? before : new PublishRate(config);
    }

    /** Returns whether a message of so many bytes is not larger than all that may be published in a second. */
    public boolean fits(int size) {
        return bytes == null || size <= config.bytesPerSecond();
    }

    /** Takes a message; returns how many nanoseconds nothing more may come, zero if it may. */
    public long take(int size, long nowNanos) {
        long wait = messages == null ? 0 : messages.take(1, nowNanos);
        return bytes == null ? wait : Math.max(wait, bytes.take(size, nowNanos));
    }

    /** Returns how many nanoseconds nothing more may come. */
    public long waitNanos(long nowNanos) {
        long wait = messages == null ? 0 : messages.owedNanos(nowNanos);
        return bytes == null ? wait : Math.max(wait, bytes.owedNanos(nowNanos));
    }

    public PublishRateConfig config() {
        return config;
    }
}

package dev.gannet.config.reload;

import static dev.gannet.config.reload.Option.fixed;
import static dev.gannet.config.reload.Option.live;
import static dev.gannet.config.reload.Option.refused;

import dev.gannet.base.FriendlyBytes;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.JetStreamConfig;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The settings of streams, as a reload sees them (CF-225). What is refused is only so while there are streams. */
final class JetStreamOptions {
    private JetStreamOptions() {}

    static List<Option> all() {
        return List.of(
                live("JetStream", Effect.JETSTREAM, "Reloaded: JetStream", of(JetStreamConfig::isOn)),
                fixed("NoJetStreamStrict", of(jetStream -> !jetStream.isStrict())),
                fromUnsaid(JetStreamConfig::maxMemoryBytes),
                decreased(JetStreamConfig::maxMemoryBytes),
                fromUnsaid(JetStreamConfig::maxStoreBytes),
                decreased(JetStreamConfig::maxStoreBytes),
                amountChanged("JetStreamMaxMemory", "max_mem_store", JetStreamConfig::maxMemoryBytes),
                amountChanged("JetStreamMaxStore", "max_file_store", JetStreamConfig::maxStoreBytes),
                live("JetStreamLimits", "Reloaded: JetStream limits", of(JetStreamConfig::limits))
                        .when((before, now) -> isOn(now)),
                fixed("JetStreamDomain", of(JetStreamConfig::domain)),
                fixed("JetStreamExtHint", of(JetStreamConfig::extensionHint)),
                FeatureOptions.hidden(
                        "JetStreamKey", of(jetStream -> jetStream.encryption().key())),
                FeatureOptions.hidden(
                        "JetStreamOldKey",
                        of(jetStream -> jetStream.encryption().previousKey())),
                fixed("JetStreamCipher", of(jetStream -> jetStream.encryption().cipher())),
                fixed("JetStreamUniqueTag", of(JetStreamConfig::uniqueTag)),
                FeatureOptions.hidden(
                        "JetStreamTpm", of(jetStream -> jetStream.encryption().tpm())),
                fixed("JetStreamMaxCatchup", of(jetStream -> jetStream.queues().catchupBytes())),
                fixed(
                        "JetStreamRequestQueueLimit",
                        of(jetStream -> jetStream.queues().requests())),
                fixed(
                        "JetStreamInfoQueueLimit",
                        of(jetStream -> jetStream.queues().infoRequests())),
                fixed(
                                "JetStreamConcurrentIOs",
                                of(jetStream -> jetStream.queues().concurrentIo()))
                        .when((before, now) -> now.features().jetStream().isOn()),
                fixed(
                        "StreamMaxBufferedMsgs",
                        of(jetStream -> jetStream.queues().bufferedMessages())),
                fixed(
                        "StreamMaxBufferedSize",
                        of(jetStream -> jetStream.queues().bufferedBytes())),
                fixed("StreamScrubRate", of(jetStream -> jetStream.queues().scrubBytes())),
                refused("jetstream storage directory", JetStreamOptions::isMoved),
                fixed("SyncInterval", of(jetStream -> jetStream.sync().interval())),
                fixed("SyncAlways", of(jetStream -> jetStream.sync().always())),
                fixed("JsAccDefaultDomain", c -> c.features().defaultJetStreamDomains()),
                refused(
                        "jetstream max memory and max store",
                        (before, now) -> isWithout(before, now, JetStreamConfig::maxMemoryBytes)
                                || isWithout(before, now, JetStreamConfig::maxStoreBytes)),
                refused(
                        "jetstream storage dir",
                        (before, now) -> isOn(before)
                                && isOn(now)
                                && directory(now).isEmpty()
                                && !directory(before).isEmpty()));
    }

    /** An amount that was not said cannot be said. */
    private static Option fromUnsaid(ToLongFunction<JetStreamConfig> bytes) {
        return refused(
                "jetstream dynamic max memory and store",
                (before, now) -> isOn(before) && !isSaid(before, bytes) && isSaid(now, bytes));
    }

    /** An amount may become more, not less. */
    private static Option decreased(ToLongFunction<JetStreamConfig> bytes) {
        return refused(
                "decreasing jetstream max memory and store",
                (before, now) -> isOn(before)
                        && isSaid(before, bytes)
                        && isSaid(now, bytes)
                        && amount(now, bytes) < amount(before, bytes));
    }

    private static Option amountChanged(String name, String key, ToLongFunction<JetStreamConfig> bytes) {
        return live(name, "Reloaded: JetStream " + key + " = %s", config -> FriendlyBytes.of(amount(config, bytes)))
                .whenever((before, now) ->
                        isOn(before) && isOn(now) && isSaid(now, bytes) && amount(before, bytes) != amount(now, bytes));
    }

    private static long amount(ServerConfig config, ToLongFunction<JetStreamConfig> bytes) {
        return bytes.applyAsLong(config.features().jetStream());
    }

    private static Function<ServerConfig, @Nullable Object> of(Function<JetStreamConfig, Object> part) {
        return config -> part.apply(config.features().jetStream());
    }

    private static boolean isOn(ServerConfig config) {
        return config.features().jetStream().isOn();
    }

    private static String directory(ServerConfig config) {
        return config.features().jetStream().storeDirectory();
    }

    private static boolean isMoved(ServerConfig before, ServerConfig now) {
        return isOn(before) && !directory(now).isEmpty() && !directory(now).equals(directory(before));
    }

    /** Whether an amount is not said any more. */
    private static boolean isWithout(ServerConfig before, ServerConfig now, ToLongFunction<JetStreamConfig> bytes) {
        return isOn(before) && isOn(now) && isSaid(before, bytes) && !isSaid(now, bytes);
    }

    private static boolean isSaid(ServerConfig config, ToLongFunction<JetStreamConfig> bytes) {
        return amount(config, bytes) != JetStreamConfig.AS_MUCH_AS_THERE_IS;
    }
}

package dev.gannet.config.reload;

import static dev.gannet.config.reload.Option.fixed;
import static dev.gannet.config.reload.Option.live;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.feature.JetStreamEncryption;
import dev.gannet.config.peer.ClusterConfig;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of what a server does beside its clients' protocol, as a reload sees them (CF-216..226). What the reference
 * server takes over and Gannet has not built has no line: it changes nothing.
 */
final class FeatureOptions {
    private static final String HIDDEN = "[REDACTED]";

    private FeatureOptions() {}

    /** Other servers and streams, which the reference server looks at before WebSocket and MQTT. */
    static List<Option> peers() {
        return List.of(
                fixed("cluster host", c -> address(c.features().cluster(), ListenConfig::host, "")),
                fixed("cluster port", c -> address(c.features().cluster(), ListenConfig::port, 0)),
                fixed("Gateway", c -> c.features().gateway().withoutTls()),
                fixed("LeafNode", c -> c.features().leafNodes().withoutLive()));
    }

    static List<Option> jetStream() {
        return List.of(
                fixed("NoJetStreamStrict", of(jetStream -> !jetStream.isStrict())),
                fixed("JetStreamDomain", of(JetStreamConfig::domain)),
                fixed("JetStreamExtHint", of(JetStreamConfig::extensionHint)),
                hidden("JetStreamKey", of(jetStream -> jetStream.encryption().key())),
                hidden("JetStreamOldKey", of(jetStream -> jetStream.encryption().previousKey())),
                fixed("JetStreamCipher", of(jetStream -> jetStream.encryption().cipher())),
                fixed("JetStreamUniqueTag", of(JetStreamConfig::uniqueTag)),
                hidden("JetStreamTpm", of(jetStream -> jetStream.encryption().tpm())),
                fixed("JetStreamMaxCatchup", of(jetStream -> jetStream.queues().catchupBytes())),
                fixed(
                        "JetStreamRequestQueueLimit",
                        of(jetStream -> jetStream.queues().requests())),
                fixed(
                        "JetStreamInfoQueueLimit",
                        of(jetStream -> jetStream.queues().infoRequests())),
                fixed(
                        "StreamMaxBufferedMsgs",
                        of(jetStream -> jetStream.queues().bufferedMessages())),
                fixed(
                        "StreamMaxBufferedSize",
                        of(jetStream -> jetStream.queues().bufferedBytes())),
                fixed("SyncInterval", of(jetStream -> jetStream.sync().interval())),
                fixed("SyncAlways", of(jetStream -> jetStream.sync().always())),
                fixed("JsAccDefaultDomain", c -> c.features().defaultJetStreamDomains()));
    }

    static List<Option> clients() {
        return List.of(
                fixed("Websocket", c -> c.features().webSocket().withoutTls()),
                fixed("MQTT", c -> c.features().mqtt().withoutLive()),
                fixed("ProfPort", c -> c.features().profiling().port()),
                live(
                        "ProfBlockRate",
                        "Reloaded: prof_block_rate = %s",
                        c -> c.features().profiling().blockRate()));
    }

    static List<Option> reports() {
        return List.of(
                live(
                        "ConnectErrorReports",
                        "Reloaded: connect_error_reports = %s",
                        c -> c.features().reports().connect()),
                live(
                        "ReconnectErrorReports",
                        "Reloaded: reconnect_error_reports = %s",
                        c -> c.features().reports().reconnect()));
    }

    static Option sublistCache() {
        return fixed("NoSublistCache", c -> c.features().noSublistCache());
    }

    private static Object address(ClusterConfig cluster, Function<ListenConfig, Object> part, Object none) {
        return cluster.listen() == null ? none : part.apply(cluster.listen());
    }

    private static Function<ServerConfig, @Nullable Object> of(Function<JetStreamConfig, Object> part) {
        return config -> part.apply(config.features().jetStream());
    }

    /** A setting that is not shown, unlike in the reference server, since it is a secret. */
    private static Option hidden(String name, Function<ServerConfig, @Nullable Object> value) {
        return fixed(name, config -> {
            Object secret = value.apply(config);
            boolean isNone = "".equals(secret) || JetStreamEncryption.Tpm.NONE.equals(secret);
            return isNone ? "" : new Hidden(secret);
        });
    }

    /** Equal if what is hidden is. */
    private record Hidden(@Nullable Object secret) {
        @Override
        public String toString() {
            return HIDDEN;
        }
    }
}

package dev.gannet.config.feature;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.TlsConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Clients that speak MQTT: the block {@code mqtt} (CF-153).
 *
 * @param listen where they connect; null is nowhere, and all the rest means nothing then
 * @param login who they are, if it is not who connects otherwise
 * @param tls null is not at all
 * @param delivery how messages are delivered
 * @param store where they are kept
 * @param rejectsQos2 whether who publishes with quality of service 2 is closed
 * @param downgradesQos2 whether who subscribes with 2 gets 1
 */
public record MqttConfig(
        @Nullable ListenConfig listen,
        ExtraLogin login,
        @Nullable TlsConfig tls,
        Delivery delivery,
        Store store,
        boolean rejectsQos2,
        boolean downgradesQos2) {
    /**
     * How messages of quality of service 1 and 2 are delivered.
     *
     * @param ackWait how long until a message is sent again
     * @param maxAckPending how many messages of a subscription may wait for their acknowledgement
     */
    public record Delivery(Duration ackWait, int maxAckPending) {
        public static final int MAX_ACK_PENDING_MAX = 0xFFFF;
        public static final Delivery DEFAULT = new Delivery(Duration.ofSeconds(30), 1024);

        public Delivery {
            if (maxAckPending < 0 || maxAckPending > MAX_ACK_PENDING_MAX) {
                throw new IllegalArgumentException(
                        "maxAckPending: " + maxAckPending + " (expected: 0 to " + MAX_ACK_PENDING_MAX + ")");
            }
        }
    }

    /**
     * The streams and consumers behind it.
     *
     * @param apiTimeout how long a request to JetStream may take
     * @param domain empty is the server's own
     * @param streamReplicas zero is as many as there are servers, up to three
     * @param consumersInMemory whether consumers are kept in memory
     * @param consumerInactiveThreshold after which time an unused one goes away; zero is never
     */
    public record Store(
            Duration apiTimeout,
            String domain,
            int streamReplicas,
            boolean consumersInMemory,
            Duration consumerInactiveThreshold) {
        public static final Store DEFAULT = new Store(Duration.ofSeconds(5), "", 0, false, Duration.ZERO);
    }

    private static final MqttConfig OFF =
            new MqttConfig(null, ExtraLogin.NONE, null, Delivery.DEFAULT, Store.DEFAULT, false, false);

    public static MqttConfig off() {
        return OFF;
    }

    public boolean isOn() {
        return listen != null;
    }

    /** What cannot change while the server runs (CF-226). */
    public MqttConfig withoutLive() {
        Store fixed = new Store(store.apiTimeout(), store.domain(), 0, false, Duration.ZERO);
        return new MqttConfig(listen, login, null, Delivery.DEFAULT, fixed, rejectsQos2, downgradesQos2);
    }
}

package dev.gannet.client.bean;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Configuration from a bucket, against any NATS server. */
class BucketConfigSourceIT {
    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("jetstream {}");

    @Test
    void shouldBeWhatTheBucketSaysNow() throws Exception {
        // given
        try (Connection admin = Nats.connect(server.url());
                BucketConfigSource source = source(server.url(), Map.of("gannet.client.config.ordinal", "275"))) {
            admin.keyValueManagement()
                    .create(KeyValueConfiguration.builder("settings")
                            .storageType(StorageType.Memory)
                            .build());
            KeyValue bucket = admin.keyValue("settings");
            bucket.put("shop.limit", "7");
            bucket.put("shop.name", "corner");

            // then what it has is there for who asks first
            assertThat(source.getValue("shop.limit")).isEqualTo("7");
            assertThat(source.getOrdinal()).isEqualTo(275);
            assertThat(source.getPropertyNames()).containsExactlyInAnyOrder("shop.limit", "shop.name");
            assertThat(source.getValue("shop.other")).isNull();

            // when it changes
            bucket.put("shop.limit", "8");
            bucket.put("shop.other", "new");
            bucket.delete("shop.name");

            // then
            eventually(
                    () -> assertThat(source.getProperties()).isEqualTo(Map.of("shop.limit", "8", "shop.other", "new")));
            admin.keyValueManagement().delete("settings");
        }
    }

    @Test
    void shouldNotWaitForAServerThatIsAway() {
        try (BucketConfigSource source = source("nats://127.0.0.1:1", Map.of("gannet.client.config.timeout", "50ms"))) {
            assertThat(source.getValue("shop.limit")).isNull();
            assertThat(source.getPropertyNames()).isEmpty();
        }
    }

    @Test
    void shouldSayWhichOfItsSettingsIsWrong() {
        try (BucketConfigSource source = source("nats://127.0.0.1:1", Map.of("gannet.client.config.ordinal", "high"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(source::getOrdinal)
                    .withMessage("gannet.client.config.ordinal: high (expected: a number, such as 150)");
        }
        try (BucketConfigSource source = source("nats://127.0.0.1:1", Map.of("gannet.client.config.timeout", "soon"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> source.getValue("shop.limit"))
                    .withMessageStartingWith("gannet.client.config.timeout: soon (expected: a duration");
        }
    }

    @Test
    void shouldBeNothingWithoutABucket() {
        try (BucketConfigSource source = new BucketConfigSource(() -> BeanContainer.config(Map.of()))) {
            assertThat(source.getValue("shop.limit")).isNull();
            assertThat(source.getProperties()).isEmpty();
            assertThat(source.getOrdinal()).isEqualTo(150);
        }
    }

    private static BucketConfigSource source(String url, Map<String, String> more) {
        Map<String, String> configured = new HashMap<>(more);
        configured.put("gannet.client.url", url);
        configured.put("gannet.client.config.bucket", "settings");
        return new BucketConfigSource(() -> BeanContainer.config(configured));
    }
}

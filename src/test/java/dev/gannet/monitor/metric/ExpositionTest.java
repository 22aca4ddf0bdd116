package dev.gannet.monitor.metric;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.Exposition;
import dev.gannet.testing.MeteredServer;
import dev.gannet.testing.WireConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of a server that has something to show, read as strictly as Prometheus does. */
class ExpositionTest {
    private static final int MESSAGES = 20;

    @TempDir
    Path directory;

    @Test
    void shouldBeInPrometheusFormat() throws Exception {
        try (MeteredServer server = MeteredServer.start(directory.resolve("streams"));
                WireConnection client = server.connect()) {
            // given a stream with a consumer whose description has all that is escaped
            server.makeStream(client);

            // when messages are stored, sent, acknowledged, sent again, and refused
            server.publish(client, MESSAGES);
            server.consume(client);

            // then
            eventually(() -> {
                Exposition metrics = Exposition.parse(server.metrics());
                assertThat(metrics.value("gannet_consumer_deliveries_total")).isEqualTo(3);
                assertThat(metrics.value("gannet_consumer_redeliveries_total")).isEqualTo(1);
                assertThat(metrics.value("gannet_consumer_acks_total")).isEqualTo(1);
                assertThat(metrics.value("gannet_consumer_naks_total")).isEqualTo(1);
                assertThat(metrics.value("gannet_consumer_terms_total")).isEqualTo(1);
                assertThat(metrics.value("gannet_journal_commit_seconds_count"))
                        .isEqualTo(metrics.value("gannet_journal_entries_total"))
                        .isGreaterThan(MESSAGES);
                assertThat(metrics.value("gannet_journal_commit_seconds_sum"))
                        .isGreaterThanOrEqualTo(metrics.value("gannet_journal_sync_seconds_sum"))
                        .isPositive();
                assertThat(metrics.value("gannet_journal_group_entries_sum"))
                        .isEqualTo(metrics.value("gannet_journal_entries_total"));
                assertThat(metrics.value("gannet_journal_group_bytes_sum"))
                        .isEqualTo(metrics.value("gannet_journal_bytes_total"));
                assertThat(metrics.value("gannet_journal_group_entries_count"))
                        .isEqualTo(metrics.value("gannet_journal_sync_seconds_count"));
                assertThat(metrics.value("gannet_in_messages_total")).isGreaterThan(MESSAGES);
                assertThat(metrics.type("gannet_connections")).isEqualTo("gauge");
                assertThat(metrics.type("gannet_stalls_total")).isEqualTo("counter");
            });
        }
    }
}

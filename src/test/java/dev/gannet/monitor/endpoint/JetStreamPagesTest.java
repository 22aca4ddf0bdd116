package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.testing.RecordingLog;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages say of JetStream. The expectations are nats-server's answers for the same streams. */
class JetStreamPagesTest {
    private static final String FIGURES = """
            {
              "memory": 0,
              "storage": 228,
              "reserved_memory": 900,
              "reserved_storage": 1000,
              "accounts": 2,
              "ha_assets": 0,
              "api": {
                "level": 5,
                "total": 9,
                "errors": 1
              },
              "server_id": "NID",
              "now": "2026-11-21T11:45:05.928044505Z",
              "config": {
                "max_memory": 1000000000,
                "max_storage": 2000000000,
                "store_dir": "/d/jetstream",
                "sync_interval": 120000000000,
                "sync_always": true,
                "domain": "hub",
                "compress_ok": true,
                "unique_tag": "az:",
                "strict": true
              },
              "limits": {
                "max_ack_pending": 5,
                "max_batch_size": 5,
                "default_max_consumers": 1000
              },
              "streams": 3,
              "consumers": 1,
              "messages": 6,
              "bytes": 228,
            """;

    private static final String ACCOUNT_B = """
                {
                  "name": "B",
                  "id": "B",
                  "memory": 0,
                  "storage": 114,
                  "reserved_memory": 18446744073709551615,
                  "reserved_storage": 18446744073709551615,
                  "accounts": 0,
                  "ha_assets": 0,
                  "api": {
                    "level": 0,
                    "total": 5,
                    "errors": 1
                  }""".indent(4).stripTrailing();

    private final FakeServer server = new FakeServer();
    private final FakeJetStream streams = new FakeJetStream();
    private final RecordingLog log = new RecordingLog();
    private final MonitorEndpoints endpoints =
            new MonitorEndpoints(server, () -> new ProcessUsage(1, 0), InstantSource.fixed(FakeServer.NOW), log);

    @BeforeEach
    void withStreams() {
        server.jetStream = streams;
        server.jetStreamConfig = FakeJetStream.config();
    }

    @ParameterizedTest // MO-90
    @CsvSource({"/jsz, ''", "/jsz, acc=X", "/jsz, leader-only=1", "/jsz, accounts=1&offset=9"})
    void shouldShowTheFigures(String path, String query) {
        assertThat(text(path, query)).isEqualTo(FIGURES + "  \"total\": 2\n}");
    }

    @Test // MO-91
    void shouldShowAccounts() {
        assertThat(text("/jsz", "accounts=1&offset=1&limit=1"))
                .isEqualTo(FIGURES + "  \"account_details\": [\n" + ACCOUNT_B + "\n    }\n  ],\n  \"total\": 2\n}");
    }

    @Test // MO-92
    void shouldShowStreams() {
        assertThat(text("/jsz", "consumers=1&config=1&raft=1&acc=B"))
                .isEqualTo(FIGURES.replace("\"streams\": 3,", "\"streams\": 3,\n  \"streams_leader\": 3,")
                                .replace("\"consumers\": 1,", "\"consumers\": 1,\n  \"consumers_leader\": 1,")
                        + "  \"account_details\": [\n" + ACCOUNT_B + ",\n"
                        + """
                      "stream_detail": [
                        {
                          "name": "T",
                          "created": "2026-11-22T10:19:11.234075461Z",
                          "cluster": {
                            "leader": "\\u003cname\\u003e"
                          },
                          "config": {
                            "name": "T",
                            "subjects": [
                              "s.\\u003e"
                            ],
                            "max_age": 0
                          },
                          "state": {
                            "messages": 3,
                            "bytes": 114,
                            "first_seq": 1,
                            "first_ts": "2026-11-22T10:19:11.339972137Z",
                            "last_seq": 3,
                            "last_ts": "2026-11-22T10:19:11.436515244Z",
                            "num_subjects": 3,
                            "consumer_count": 1
                          },
                          "consumer_detail": [
                            {
                              "stream_name": "T",
                              "name": "C",
                              "config": {
                                "durable_name": "C"
                              },
                              "num_pending": 1
                            }
                          ]
                        }
                      ]
                    }
                  ],
                  "total": 2
                }""");
    }

    @Test // MO-92
    void shouldShowConsumersWithoutTheirConfigurations() throws IOException {
        JsonNode account =
                json("/jsz", "consumers=1&acc=B").path("account_details").path(0);
        JsonNode consumers = account.path("stream_detail").path(0).path("consumer_detail");
        assertThat(consumers.toString()).isEqualTo("[{\"stream_name\":\"T\",\"name\":\"C\",\"num_pending\":1}]");
        assertThat(text("/jsz", "streams=1")).doesNotContain("consumer_detail");
    }

    @Test
    void shouldCountForConsumers() {
        String labels = "{account=\"B\",account_id=\"B\",account_name=\"B\",consumer_desc=\"what it is\",";
        assertThat(text("/metrics", ""))
                .contains("jetstream_consumer_num_pending" + labels)
                .contains("jetstream_consumer_delivered_stream_seq" + labels)
                .contains("jetstream_consumer_ack_floor_consumer_seq" + labels)
                .containsPattern("jetstream_consumer_num_ack_pending\\{.*} 2")
                .containsPattern("jetstream_consumer_num_redelivered\\{.*} 3")
                .containsPattern("jetstream_consumer_num_waiting\\{.*} 4");
    }

    @Test
    void shouldShowWhatIsEmpty() throws IOException {
        JsonNode account = json("/jsz", "streams=1").path("account_details").path(0);
        assertThat(account.path("stream_detail").path(0).path("state"))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"messages\":0,\"bytes\":0,\"first_seq\":0,\"first_ts\":\"0001-01-01T00:00:00Z\","
                                + "\"last_seq\":0,\"last_ts\":\"0001-01-01T00:00:00Z\",\"consumer_count\":0}"));
        assertThat(account.path("stream_detail").path(0).has("config")).isFalse();
    }

    @Test // MO-54
    void shouldBeInVarz() throws IOException {
        JsonNode section = json("/varz", "").path("jetstream");
        List<String> names = new ArrayList<>();
        section.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("config", "stats", "limits");
        assertThat(section.path("config").path("store_dir").asText()).isEqualTo("/d/jetstream");
        assertThat(section.path("stats").path("storage").asLong()).isEqualTo(228);
    }

    @Test
    void shouldSayThatItIsOff() throws IOException {
        server.jetStream = null;
        server.jetStreamConfig = JetStreamConfig.off();
        assertThat(json("/jsz", "streams=1").path("disabled").asBoolean()).isTrue();
        assertThat(text("/varz", "")).contains("  \"jetstream\": {},\n");
    }

    @ParameterizedTest // MO-38, MO-44
    @CsvSource(
            delimiter = '|',
            value = {
                "''                               | 200 | {'status':'ok'}",
                "js-enabled-only=1                | 200 | {'status':'ok'}",
                "js-server-only=1                 | 200 | {'status':'ok'}",
                "js-meta-only=1                   | 200 | {'status':'ok'}",
                "account=A                        | 200 | {'status':'ok'}",
                "account=A&stream=S               | 200 | {'status':'ok'}",
                "account=X                        | 404 | {'status':'unavailable','error':'JetStream account \\'X\\' not found'}",
                "account=A&stream=Z               | 404 | {'status':'unavailable','error':'JetStream stream \\'Z\\' not found"
                        + " on account \\'A\\''}",
                "account=B&stream=T&consumer=C    | 200 | {'status':'ok'}",
                "account=B&stream=T&consumer=D    | 404 | {'status':'unavailable','error':'JetStream consumer \\'D\\' not found"
                        + " for stream \\'T\\' on account \\'B\\''}",
                "account=Z&details=1              | 404 | {'status':'error','errors':[{'type':'ACCOUNT','account':'Z',"
                        + "'error':'JetStream account \\'Z\\' not found'}]}",
                "account=Z&js-server-only=1       | 200 | {'status':'ok'}",
                "account=Z&js-enabled-only=1      | 200 | {'status':'ok'}",
            })
    void shouldSayWhetherStreamsAreWell(String query, int status, String body) {
        MonitorResponse response = endpoints.answer("/healthz", query);
        assertThat(new String(response.body(), UTF_8)).isEqualTo(body.replace('\'', '"'));
        assertThat(response.status()).isEqualTo(status);
    }

    @Test // MO-41
    void shouldSayWhatIsWrongWithAStream() {
        // given
        streams.streams.put(
                "B", List.of(FakeJetStream.stream("T", false, StreamSnapshot.State.EMPTY, "could not be recovered")));

        // then
        assertThat(text("/healthz", ""))
                .isEqualTo(
                        "{\"status\":\"unavailable\",\"error\":\"JetStream stream 'B \\u003e T' could not be recovered\"}");
        assertThat(endpoints.answer("/healthz", "").status()).isEqualTo(503);
        assertThat(text("/healthz", "account=A")).isEqualTo("{\"status\":\"ok\"}");
        assertThat(log.lines())
                .contains("[WRN] Healthcheck failed: \"JetStream stream 'B > T' could not be recovered\"");
    }

    @Test
    void shouldSayThatNothingCanBeStored() {
        streams.problem = "no space left on device";
        assertThat(text("/healthz", ""))
                .isEqualTo("{\"status\":\"unavailable\",\"error\":\"JetStream write error: no space left on device\"}");
        assertThat(text("/healthz", "js-enabled-only=1")).isEqualTo("{\"status\":\"ok\"}");
        assertThat(text("/metrics", "")).contains("gannet_journal_writable{server_id=\"NID\"} 0");
    }

    @Test // MO-39
    void shouldSayThatJetStreamHasNotBegun() {
        server.jetStream = null;
        assertThat(text("/healthz", "js-enabled-only=1"))
                .isEqualTo("{\"status\":\"unavailable\",\"error\":\"JetStream not enabled (10076)\"}");
        assertThat(text("/healthz", "js-server-only=1")).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void shouldHaveTheExportersMetrics() {
        String metrics = text("/metrics", "");
        String labels = "domain=\"hub\",is_meta_leader=\"true\",server_id=\"NID\",server_name=\"<name>\"}";
        assertThat(metrics)
                .contains("jetstream_server_jetstream_disabled{is_meta_leader")
                .contains("jetstream_server_total_streams{" + labels + " 3")
                .contains("jetstream_server_total_messages{" + labels + " 6")
                .contains("jetstream_account_storage_used{account=\"A\",account_id=\"A\",account_name=\"A\"," + labels
                        + " 114")
                .contains("jetstream_stream_total_messages{account=\"B\",account_id=\"B\",account_name=\"B\","
                        + "domain=\"hub\",is_meta_leader=\"true\",is_stream_leader=\"true\",server_id=\"NID\","
                        + "server_name=\"<name>\",stream_leader=\"<name>\",stream_name=\"T\"} 3")
                .contains("gnatsd_varz_jetstream_config_max_memory{server_id=\"NID\"} 1000000000")
                .contains("gannet_journal_failures_total{server_id=\"NID\"} 4")
                .contains(
                        "# TYPE gannet_journal_entries_total counter\ngannet_journal_entries_total{server_id=\"NID\"} 7");
    }

    private String text(String path, String query) {
        return new String(endpoints.answer(path, query).body(), UTF_8);
    }

    private JsonNode json(String path, String query) throws IOException {
        return new ObjectMapper().readTree(endpoints.answer(path, query).body());
    }
}

package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of what a user of the system account asks, and what the system account has for the others. */
class SystemOptionsIT extends SystemAccountCase {
    private static final String CONFIGURATION = """
            jetstream { store_dir: "%s", max_mem: 10M, max_file: 10M }
            accounts {
              SYS { users: [ { user: admin, password: p } ] }
              APP { jetstream: enabled, users: [ { user: app, password: p } ] }
              QUIET {}
            }
            system_account: SYS
            """;

    @TempDir
    Path directory;

    @Override
    String configuration() {
        return CONFIGURATION.formatted(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            # MO-168
            SUBSZ    | {"subscriptions":true,"account":"APP","test":"orders.1"} | /subscriptions_list/0/subject | orders.*
            SUBSZ    | {"subscriptions":true,"account":"APP","test":"none"}     | /subscriptions_list           | null
            SUBSZ    | {"subscriptions":true,"account":"APP","limit":1}         | /limit                        | 1
            SUBSZ    | {"subscriptions":true,"account":"APP","offset":99}       | /subscriptions_list           | null
            # MO-172
            ACCOUNTZ | {"account":"APP"}                                        | /account_detail/account_name  | APP
            ACCOUNTZ | {}                                                       | /account_detail               | null
            # MO-173
            STATZ    | {"accounts":["QUIET"],"include_unused":true}             | /account_statz/0/acc          | QUIET
            STATZ    | {"accounts":["APP"]}                                     | /account_statz/0/conns        | 1
            # MO-174
            JSZ      | {"accounts":true}                                        | /account_details/0/name       | APP
            JSZ      | {"account":"APP"}                                        | /account_details/0/name       | APP
            JSZ      | {"streams":true}                                         | /account_details/0/stream_detail/0/name | S
            JSZ      | {"streams":true}                                         | /account_details/0/stream_detail/0/config | null
            JSZ      | {"streams":true,"config":true}                           | /account_details/0/stream_detail/0/config/name | S
            JSZ      | {"consumer":true}                                        | /account_details/0/stream_detail/0/consumer_detail/0/name | c
            JSZ      | {"accounts":true,"offset":5}                             | /account_details/0            | null
            JSZ      | {"accounts":true,"limit":1}                              | /account_details/0/name       | APP
            JSZ      | {"streams":true,"stream_leader_only":true}               | /account_details/0/stream_detail/0/name | S
            JSZ      | {"leader_only":true}                                     | /streams                      | 1
            # MO-175
            HEALTHZ  | {"js-enabled-only":true}                                 | /status                       | ok
            HEALTHZ  | {"js-server-only":true,"account":"NONE"}                 | /status                       | ok
            HEALTHZ  | {"account":"APP","stream":"S","consumer":"c"}            | /status                       | ok
            HEALTHZ  | {"account":"APP","stream":"S","consumer":"d"}            | /status_code                  | 404
            HEALTHZ  | {"account":"APP","stream":"T","details":true}            | /errors/0/stream              | T
            """)
    void shouldGoByTheOptions(String page, String request, String way, String expected) throws Exception {
        try (Connection app = Clients.connect(server.url(), "app", "p")) {
            app.subscribe("orders.*");
            app.flush(SOON);
            JetStreamManagement streams = app.jetStreamManagement();
            streams.addStream(StreamConfiguration.builder()
                    .name("S")
                    .subjects("s")
                    .storageType(StorageType.File)
                    .build());
            streams.addOrUpdateConsumer(
                    "S", ConsumerConfiguration.builder().durable("c").build());

            // when
            String subject = page.equals("STATZ") ? "$SYS.REQ.ACCOUNT.PING.STATZ" : PING + page;
            JsonNode data = ask(subject, request).path("data");

            // then
            JsonNode shown = data.at(way);
            boolean isNothing = shown.isMissingNode() || shown.isNull() || (shown.isContainerNode() && shown.isEmpty());
            @Nullable String text = isNothing ? null : shown.asText();
            assertThat(text).as(data.toString()).isEqualTo(expected);
        }
    }

    @ParameterizedTest // MO-124
    @CsvSource({"orders.new, 2", "orders.new q, 1", "orders.old, 1", "nobody, 0"})
    void shouldCountTheSubscribersOfWhoAsks(String request, String expected) throws Exception {
        try (Connection app = Clients.connect(server.url(), "app", "p")) {
            app.subscribe("orders.new"); // Of another account: it does not count.
            app.flush(SOON);
            admin.subscribe("orders.*");
            admin.subscribe("orders.new", "q");
            admin.flush(SOON);

            Message count = reply("$SYS.DEBUG.SUBSCRIBERS", request);
            assertThat(count).isNotNull();
            assertThat(new String(count.getData(), UTF_8)).isEqualTo(expected);
        }
    }

    @Test // MO-126
    void shouldShowWhatTheSystemAccountExports() throws Exception {
        JsonNode exports = ask(PING + "ACCOUNTZ", "{\"account\":\"SYS\"}").at("/data/account_detail/exports");
        assertThat(exports.findValuesAsText("subject"))
                .containsExactlyInAnyOrder(
                        "$SYS.REQ.ACCOUNT.*.CONNZ",
                        "$SYS.REQ.ACCOUNT.*.STATZ",
                        "$SYS.REQ.USER.*.INFO",
                        "$SYS.DEBUG.SUBSCRIBERS",
                        "$JS.API.>");
    }
}

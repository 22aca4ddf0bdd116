package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.ByteArrayInputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Message tracing, as the NATS Java client sees it; the transcripts have the rest. */
class TracingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 1_000;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("""
            accounts {
              A { users: [ { user: a, password: p } ], msg_trace: { dest: "traces.a", sampling: 50 } }
            }
            """);

    @Test // CP-229, CP-230
    void shouldPackTheEvent() throws Exception {
        try (Connection client = Clients.connect(server.url(), "a", "p")) {
            // given
            Subscription events = client.subscribe("events");
            client.subscribe("orders.*", "workers");

            // when
            client.publish(message("orders.new", "Nats-Trace-Dest", "events", "Accept-Encoding", "gzip"));

            // then
            Message got = events.nextMessage(SOON);
            assertThat(got.getHeaders().getFirst("Content-Encoding")).isEqualTo("gzip");
            JsonNode event;
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(got.getData()))) {
                event = JSON.readTree(in.readAllBytes());
            }
            assertThat(event.at("/server/id").asText()).startsWith("N");
            assertThat(event.at("/request/header/Nats-Trace-Dest/0").asText()).isEqualTo("events");
            assertThat(event.at("/events/0/subj").asText()).isEqualTo("orders.new");
            assertThat(event.at("/events/1/sub").asText()).isEqualTo("orders.*");
            assertThat(event.at("/events/1/queue").asText()).isEqualTo("workers");
            assertThat(event.path("events")).hasSize(2);
        }
    }

    @Test // CP-222
    void shouldTraceTheShareThatTheAccountAsksFor() throws Exception {
        try (Connection client = Clients.connect(server.url(), "a", "p")) {
            // given
            Subscription events = client.subscribe("traces.a");
            Subscription orders = client.subscribe("orders");

            // when
            for (int i = 0; i < MESSAGES; i++) {
                client.publish(message("orders", "traceparent", "00-a-b-01", "Number", Integer.toString(i)));
            }

            // then each is delivered, and either traced or marked as not to be traced any further
            int disabled = 0;
            for (int i = 0; i < MESSAGES; i++) {
                Message got = orders.nextMessage(SOON);
                assertThat(got.getHeaders().getFirst("Number")).isEqualTo(Integer.toString(i));
                assertThat(got.getData()).isEqualTo("body".getBytes(UTF_8));
                String destination = got.getHeaders().getFirst("Nats-Trace-Dest");
                if (destination != null) {
                    assertThat(destination).isEqualTo("trace disabled");
                    disabled++;
                }
            }
            assertThat(disabled).isBetween(MESSAGES * 4 / 10, MESSAGES * 6 / 10);
            for (int i = disabled; i < MESSAGES; i++) {
                assertThat(events.nextMessage(SOON)).isNotNull();
            }
            client.flush(SOON);
            assertThat(events.getPendingMessageCount()).isZero();
        }
    }

    private static Message message(String subject, String name, String value, String otherName, String otherValue) {
        Headers headers = new Headers().put(name, value).put(otherName, otherValue);
        return NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data("body".getBytes(UTF_8))
                .build();
    }
}

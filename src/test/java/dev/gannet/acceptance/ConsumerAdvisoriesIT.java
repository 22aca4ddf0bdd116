package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of consumers to those who listen, byte by byte. */
class ConsumerAdvisoriesIT extends ConsumerCase {
    private static final String ADVISORY = "$JS.EVENT.ADVISORY.CONSUMER.";

    private ConsumerWire events;

    @BeforeEach
    void subscribe() throws IOException {
        client.subscribe("box.*");
        events = new ConsumerWire(server.clientPort());
        events.subscribe("$JS.EVENT.ADVISORY.CONSUMER.>");
        events.subscribe("$JS.EVENT.METRIC.>");
    }

    @AfterEach
    void endEvents() throws IOException {
        events.close();
    }

    private static String event(String what, String type, String stream, String more) {
        return ADVISORY + what + "." + stream + ".c [] {\"type\":\"io.nats.jetstream.advisory.v1." + type
                + "\",\"id\":\"<id>\",\"timestamp\":\"<time>\",\"stream\":\"" + stream + "\",\"consumer\":\"c\"," + more
                + "}";
    }

    private static String action(String what, String action, String stream) {
        return event(what, "consumer_action", stream, "\"action\":\"" + action + "\"");
    }

    private static String inMillis(long millis) {
        return "\"pause_until\":\"" + Instant.now().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS) + "\"";
    }

    private static String paused(boolean isPaused, String stream) {
        return event("PAUSE", "consumer_pause", stream, "\"paused\":" + isPaused + ",\"pause_until\":\"<time>\"");
    }

    // CO-65, CO-167, CO-168
    @Test
    void shouldTellOfPausesWhenTheyBeginAndEnd() throws IOException {
        // given
        client.stream("PAUSE", "");
        client.durable("PAUSE", "c", "");
        client.store("pause", 1, 1);

        // when
        client.request("$JS.API.CONSUMER.PAUSE.PAUSE.c", "{" + inMillis(600) + "}");
        client.pull("PAUSE", "c", "box.a", "1");

        // then
        assertThat(events.next(3))
                .containsExactly(action("CREATED", "create", "PAUSE"), paused(true, "PAUSE"), paused(false, "PAUSE"));
        assertThat(client.next()).isEqualTo("pause.1 [$JS.ACK.PAUSE.c.1.1.1.<nanos>.0] m1");
    }

    // CO-46, CO-167, CO-168
    @Test
    void shouldTellOfPausesThatAreTakenBack() throws IOException {
        // given
        client.stream("BACK", "");
        client.durable("BACK", "c", "," + inMillis(90_000));

        // when
        client.request("$JS.API.CONSUMER.PAUSE.BACK.c", "");
        String none = client.request("$JS.API.CONSUMER.PAUSE.BACK.c", "");

        // then
        assertThat(none)
                .isEqualTo("{\"type\":\"io.nats.jetstream.api.v1.consumer_pause_response\",\"paused\":false,"
                        + "\"pause_until\":\"0001-01-01T00:00:00Z\"}");
        assertThat(events.next(3))
                .containsExactly(action("CREATED", "create", "BACK"), paused(true, "BACK"), paused(false, "BACK"));
        assertThat(events.come()).isEmpty();
    }

    @Test
    void shouldNotTellOfPausesThatNeverWere() throws IOException {
        // given
        client.stream("NEVER", "");
        client.durable("NEVER", "c", ",\"pause_until\":\"0001-01-01T00:00:00Z\"");

        // when
        client.request("$JS.API.CONSUMER.PAUSE.NEVER.c", "");

        // then
        assertThat(events.next()).isEqualTo(action("CREATED", "create", "NEVER"));
        assertThat(events.come()).isEmpty();
    }

    // CO-63, CO-65
    @Test
    void shouldTellThatConsumersEndWithTheirStream() throws IOException {
        // given
        client.stream("ENDS", "");
        client.durable("ENDS", "c", "");
        client.pull("ENDS", "c", "box.a", "{\"expires\":20000000000}");

        // when
        client.request("$JS.API.STREAM.DELETE.ENDS", "");

        // then: the reference ends what sends its advisories at the same time, and some are lost
        assertThat(client.next()).isEqualTo("box.a [] NATS/1.0 409 Consumer Deleted||");
        assertThat(events.next()).isEqualTo(action("CREATED", "create", "ENDS"));
        if (!ServerUnderTest.isReference()) {
            assertThat(events.next()).isEqualTo(action("DELETED", "delete", "ENDS"));
        }
    }

    // CO-59, CO-60, CO-62, CO-65
    @Test
    void shouldTellThatNobodyHasUsedThem() throws IOException {
        // given
        client.stream("UNUSED", "");

        // when
        client.durable("UNUSED", "c", ",\"inactive_threshold\":200000000");

        // then
        assertThat(events.next(2))
                .containsExactly(action("CREATED", "create", "UNUSED"), action("DELETED", "delete", "UNUSED"));
    }

    // CO-98, CO-102
    @Test
    void shouldTellWhatWasSentTooOftenThoughNobodyAsks() throws IOException {
        // given
        client.stream("OFTEN", "");
        client.durable("OFTEN", "c", ",\"ack_wait\":100000000,\"max_deliver\":1");
        client.store("often", 1, 2);
        events.next();

        // when
        client.pull("OFTEN", "c", "box.a", "1");

        // then
        assertThat(events.next())
                .isEqualTo(event("MAX_DELIVERIES", "max_deliver", "OFTEN", "\"stream_seq\":1,\"deliveries\":1"));
        assertThat(client.place("OFTEN", "c")).contains("unacked 0 again 0 waiting 0 to come 1");
    }

    private static String delivery(int consumerSeq, int streamSeq, int deliveries) {
        return "\"consumer_seq\":" + consumerSeq + ",\"stream_seq\":" + streamSeq + ",\"deliveries\":" + deliveries;
    }

    private static String metric(String stream, int seq) {
        return "$JS.EVENT.METRIC.CONSUMER.ACK." + stream
                + ".c [] {\"type\":\"io.nats.jetstream.metric.v1.consumer_ack\","
                + "\"id\":\"<id>\",\"timestamp\":\"<time>\",\"stream\":\"" + stream + "\",\"consumer\":\"c\","
                + "\"consumer_seq\":" + seq + ",\"stream_seq\":" + seq + ",\"ack_time\":<some>,\"deliveries\":1}";
    }

    // CO-81, CO-82, CO-86, CO-87, CO-97
    @Test
    void shouldTellWhatIsSaidOfMessages() throws IOException {
        // given
        client.stream("SAID", "");
        client.durable("SAID", "c", ",\"sample_freq\":\"100%\"");
        client.store("said", 1, 5);
        client.pull("SAID", "c", "box.a", "5");
        List<ConsumerWire.Message> got =
                List.of(client.take(), client.take(), client.take(), client.take(), client.take());
        events.next();

        // when
        client.request(got.get(0).reply(), "+ACK");
        client.request(got.get(1).reply(), "-NAK {\"delay\":60000000000}");
        client.request(got.get(2).reply(), "+TERM for a reason");
        client.request(got.get(3).reply(), "+TERM");
        client.publish(got.get(4).reply(), "+NXT");
        client.request(got.get(0).reply(), "");

        // then
        assertThat(events.next(5))
                .containsExactly(
                        metric("SAID", 1),
                        event("MSG_NAKED", "nak", "SAID", delivery(2, 2, 1)),
                        event(
                                "MSG_TERMINATED",
                                "terminated",
                                "SAID",
                                delivery(3, 3, 1) + ",\"reason\":\"for a reason\""),
                        event("MSG_TERMINATED", "terminated", "SAID", delivery(4, 4, 1)),
                        metric("SAID", 5));
        assertThat(events.come()).isEmpty();
    }

    // CO-96, CO-106
    @Test
    void shouldTellThatWhatIsWaitedForWasDeleted() throws IOException {
        // given
        client.stream("DELETED", "");
        client.durable("DELETED", "c", "");
        client.store("deleted", 1, 4);
        client.pull("DELETED", "c", "box.a", "3");
        client.next(3);
        events.next();

        // when
        client.request("$JS.API.STREAM.MSG.DELETE.DELETED", "{\"seq\":2}");
        String first = events.next();
        client.request("$JS.API.STREAM.PURGE.DELETED", "{\"filter\":\"deleted.3\"}");

        // then
        String why = ",\"reason\":\"Unacknowledged message was deleted\"";
        assertThat(first).isEqualTo(event("MSG_TERMINATED", "terminated", "DELETED", delivery(2, 2, 1) + why));
        assertThat(events.next()).isEqualTo(event("MSG_TERMINATED", "terminated", "DELETED", delivery(3, 3, 1) + why));
        assertThat(client.place("DELETED", "c")).contains("unacked 1 again 0 waiting 0 to come 1");
    }
}

package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers that are asked for messages, byte by byte. */
class PullConsumersIT extends ConsumerCase {
    private static final String TIMEOUT = "[] NATS/1.0 408 Request Timeout|Nats-Pending-Messages: ";
    private static final String NO_BYTES = "|Nats-Pending-Bytes: 0||";

    @BeforeEach
    void subscribe() throws IOException {
        client.subscribe("box.*");
    }

    // CO-111 to CO-117
    @Test
    void shouldTakeRequestsInAllTheirForms() throws IOException {
        // given
        client.stream("FORMS", "");
        client.durable("FORMS", "c", "");
        client.store("forms", 1, 6);
        String bad = "[] NATS/1.0 400 Bad Request - ";

        // when
        client.pull("FORMS", "c", "box.a", "");
        client.pull("FORMS", "c", "box.b", "2");
        client.pull("FORMS", "c", "box.c", "abc");
        client.pull("FORMS", "c", "box.d", "{\"batch\":-1}");
        client.pull("FORMS", "c", "box.e", "{\"batch\":1,\"unknown\":[1]}");
        client.pull("FORMS", "c", "box.f", "{\"batch\":1,\"expires\":1000,\"idle_heartbeat\":501}");
        client.pull("FORMS", "c", "box.g", "{\"batch\":\"1\"}");

        // then
        List<String> got = client.next(8);
        assertThat(got.stream().filter(message -> message.startsWith("forms."))).hasSize(6);
        assertThat(got)
                .contains("box.f " + bad + "heartbeat value too large||")
                .contains("box.g " + bad + "json: cannot unmarshal string into Go struct field "
                        + "JSApiConsumerGetNextRequest.batch of type int||");
    }

    // CO-120, CO-132, CO-133
    @Test
    void shouldRefuseWhatIsTooMuch() throws IOException {
        // given
        client.stream("MUCH", "");
        client.durable("MUCH", "c", ",\"max_batch\":5,\"max_expires\":1000000000,\"max_bytes\":300,\"max_waiting\":1");
        client.durable("MUCH", "push", ",\"deliver_subject\":\"nowhere\"");

        // when
        client.pull("MUCH", "c", "box.a", "6");
        client.pull("MUCH", "c", "box.b", "{\"batch\":1,\"expires\":30000000000}");
        client.pull("MUCH", "c", "box.c", "{\"batch\":1,\"max_bytes\":301}");
        client.pull("MUCH", "c", "box.d", "{\"batch\":1,\"expires\":300000000,\"max_bytes\":10}");
        client.pull("MUCH", "c", "box.e", "{\"expires\":300000000}");
        client.pull("MUCH", "c", "box.f", "{\"expires\":300000000,\"idle_heartbeat\":100000000}");
        client.pull("MUCH", "push", "box.g", "1");

        // then
        assertThat(client.next(6))
                .containsExactlyInAnyOrder(
                        "box.a [] NATS/1.0 409 Exceeded MaxRequestBatch of 5||",
                        "box.b [] NATS/1.0 409 Exceeded MaxRequestExpires of 1s||",
                        "box.c [] NATS/1.0 409 Exceeded MaxRequestMaxBytes of 300||",
                        "box.e [] NATS/1.0 409 Exceeded MaxWaiting||",
                        "box.g [] NATS/1.0 409 Consumer is push based||",
                        "box.d " + TIMEOUT + "1|Nats-Pending-Bytes: 10||");
        assertThat(client.come()).isEmpty();
    }

    // CO-121 to CO-124, CO-136
    @Test
    void shouldSayThatThereIsNothing() throws IOException {
        // given
        client.stream("EMPTY", "");
        client.durable("EMPTY", "c", "");
        client.pull("EMPTY", "c", "box.a", "{\"no_wait\":true,\"batch\":5}");
        String none = client.next();

        // when
        client.pull("EMPTY", "c", "box.b", "{\"batch\":2,\"expires\":500000000,\"idle_heartbeat\":200000000}");
        String beat = client.next();
        String beatAgain = client.next();
        String timeout = client.next();
        client.pull("EMPTY", "c", "box.c", "{\"no_wait\":true,\"batch\":5,\"expires\":20000000000}");
        client.store("empty", 1, 1);

        // then
        assertThat(none).isEqualTo("box.a [] NATS/1.0 404 No Messages||");
        assertThat(beat)
                .isEqualTo("box.b [] NATS/1.0 100 Idle Heartbeat|Nats-Last-Consumer: 0|Nats-Last-Stream: 0||")
                .isEqualTo(beatAgain);
        assertThat(timeout).isEqualTo("box.b " + TIMEOUT + "2" + NO_BYTES);
        assertThat(client.next()).startsWith("empty.1 ");
        assertThat(client.next()).isEqualTo("box.c [] NATS/1.0 404 No Messages||");
    }

    // CO-123
    @Test
    void shouldNotWaitForAcknowledgementsIfAskedNotToWait() throws IOException {
        // given
        client.stream("SOON", "");
        client.durable("SOON", "c", ",\"max_ack_pending\":2");
        client.store("soon", 1, 3);

        // when
        client.pull(
                "SOON",
                "c",
                "box.a",
                "{\"no_wait\":true,\"batch\":5,\"expires\":20000000000,\"idle_heartbeat\":100000000}");

        // then
        assertThat(client.next()).startsWith("soon.1 ");
        assertThat(client.next()).startsWith("soon.2 ");
        assertThat(client.next()).isEqualTo("box.a [] NATS/1.0 404 No Messages||");
        assertThat(client.come()).isEmpty();
    }

    // CO-122, CO-137
    @Test
    void shouldRefuseWhoDoesNotWaitWhenOthersWantItAll() throws IOException {
        // given
        client.stream("OTHERS", "");
        client.durable("OTHERS", "c", ",\"max_ack_pending\":1");
        client.store("others", 1, 3);
        client.pull("OTHERS", "c", "box.a", "5");
        client.next();

        // when
        client.pull("OTHERS", "c", "box.b", "{\"no_wait\":true}");

        // then
        assertThat(client.next()).isEqualTo("box.b [] NATS/1.0 408 Requests Pending||");
    }

    // CO-128 to CO-131
    @Test
    void shouldSendNoMoreBytesThanWanted() throws IOException {
        // given
        client.stream("BYTES", "");
        client.durable("BYTES", "c", "");
        client.store("bytes", 1, 4);

        // when
        client.pull("BYTES", "c", "box.a", "{\"batch\":1,\"max_bytes\":1000}");
        client.pull("BYTES", "c", "box.b", "{\"batch\":9,\"max_bytes\":20}");
        ConsumerWire.Message first = client.take();
        int size = first.subject().length()
                + first.reply().length()
                + first.payload().length();

        // then
        assertThat(client.next())
                .isEqualTo("box.a [] NATS/1.0 409 Batch Completed|Nats-Pending-Messages: 0|Nats-Pending-Bytes: "
                        + (1000 - size) + "||");
        assertThat(client.next())
                .isEqualTo("box.b [] NATS/1.0 409 Message Size Exceeds MaxBytes|Nats-Pending-Messages: 9|"
                        + "Nats-Pending-Bytes: 20||");
        client.pull("BYTES", "c", "box.c", "{\"batch\":9,\"max_bytes\":" + size + "}");
        assertThat(client.next()).startsWith("bytes.2 ");
        assertThat(client.come()).isEmpty();
    }

    // CO-82, CO-50, CO-100
    @Test
    void shouldSendAgainWhatWasWantedAgainBeforeSettingsChanged() throws IOException {
        // given
        client.stream("CHANGES", "");
        client.durable("CHANGES", "c", ",\"ack_wait\":60000000000");
        client.store("changes", 1, 3);
        client.pull("CHANGES", "c", "box.a", "2");
        client.request(client.take().reply(), "-NAK");
        client.request(client.take().reply(), "-NAK");

        // when
        client.durable("CHANGES", "c", ",\"ack_wait\":60000000000,\"description\":\"new\"");
        client.pull("CHANGES", "c", "box.a", "3");

        // then
        assertThat(client.next(3))
                .containsExactly(
                        "changes.1 [$JS.ACK.CHANGES.c.2.1.3.<nanos>.1] m1",
                        "changes.2 [$JS.ACK.CHANGES.c.2.2.4.<nanos>.1] m2",
                        "changes.3 [$JS.ACK.CHANGES.c.1.3.5.<nanos>.0] m3");
    }

    // CO-8, CO-50
    @Test
    void shouldWaitAsLongAsNewSettingsSay() throws IOException {
        // given
        client.stream("SOONER", "");
        client.durable("SOONER", "c", ",\"ack_wait\":60000000000");
        client.store("sooner", 1, 1);
        client.pull("SOONER", "c", "box.a", "2");
        client.next();

        // when
        client.durable("SOONER", "c", ",\"ack_wait\":200000000");

        // then
        assertThat(client.next()).isEqualTo("sooner.1 [$JS.ACK.SOONER.c.2.1.2.<nanos>.0] m1");
    }

    // CO-54, CO-58, CO-178
    @Test
    void shouldSayWhatItHasSentLast() throws IOException {
        // given
        client.stream("PLACE", "");
        client.store("place", 1, 5);
        client.durable("PLACE", "c", ",\"filter_subject\":\"place.2\"");
        client.durable("PLACE", "ahead", ",\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":8");

        // when
        client.pull("PLACE", "c", "box.a", "{\"batch\":2,\"expires\":300000000}");
        ConsumerWire.Message only = client.take();
        client.next();
        String sent = client.place("PLACE", "c");
        client.request(only.reply(), "");
        client.store("place", 6, 7);

        // then
        assertThat(sent).isEqualTo("1/2 floor 0/0 unacked 1 again 0 waiting 0 to come 0");
        assertThat(client.place("PLACE", "c")).isEqualTo("1/2 floor 1/2 unacked 0 again 0 waiting 0 to come 0");
        assertThat(client.place("PLACE", "ahead")).isEqualTo("0/7 floor 0/7 unacked 0 again 0 waiting 0 to come 0");
        client.store("place", 8, 8);
        assertThat(client.place("PLACE", "ahead")).endsWith("to come 1");
    }

    // CO-170 to CO-173
    @Test
    void shouldBeginAnewFromItsFloorOrFromASequence() throws IOException {
        // given
        client.stream("RESET", "");
        client.durable("RESET", "c", "");
        client.store("reset", 1, 4);
        client.pull("RESET", "c", "box.a", "3");
        client.request(client.take().reply(), "");
        client.next(2);

        // when
        String answer = client.request("$JS.API.CONSUMER.RESET.RESET.c", "");
        client.pull("RESET", "c", "box.a", "1");
        String again = client.next();
        client.request("$JS.API.CONSUMER.RESET.RESET.c", "{\"seq\":3}");

        // then: its own sequence begins anew too
        assertThat(answer).contains("\"reset_seq\":2");
        assertThat(again).isEqualTo("reset.2 [$JS.ACK.RESET.c.1.2.1.<nanos>.2] m2");
        assertThat(client.place("RESET", "c")).isEqualTo("0/2 floor 0/2 unacked 0 again 0 waiting 0 to come 2");
    }

    // CO-91, CO-92
    @Test
    void shouldNotConfirmWhatItHasNotSent() throws IOException {
        // given
        client.stream("UNSENT", "");
        client.durable("UNSENT", "c", "");
        client.store("unsent", 1, 2);
        client.pull("UNSENT", "c", "box.a", "1");
        String first = client.take().reply();
        String second = first.replaceFirst("\\.1\\.1\\.1\\.", ".1.2.2.");

        // when
        client.publish(second, "box.unsent", "");
        String confirmed = client.request(first, "");
        String again = client.request(first, "");

        // then
        assertThat(confirmed).isEqualTo(again).isEmpty();
        assertThat(client.come()).isEmpty();
        assertThat(client.place("UNSENT", "c")).isEqualTo("1/1 floor 1/1 unacked 0 again 0 waiting 0 to come 1");
    }

    // CO-118, CO-119, CO-135
    @Test
    void shouldLookAtARequestInOneOrder() throws IOException {
        // given
        client.stream("ORDER", "");
        client.durable(
                "ORDER",
                "c",
                ",\"max_batch\":2,\"max_expires\":1000000000,\"max_bytes\":100,\"max_waiting\":1,"
                        + "\"priority_policy\":\"overflow\",\"priority_groups\":[\"A\"]");
        client.durable("ORDER", "push", ",\"deliver_subject\":\"nowhere\"");
        String newer = "Nats-Required-Api-Level: 99";
        String[] requests = {
            "{\"batch\":3,\"expires\":2000000000,\"max_bytes\":200,\"idle_heartbeat\":1999999999,\"group\":\"X\"}",
            "{\"batch\":3,\"expires\":2000000000,\"max_bytes\":200,\"group\":\"X\"}",
            "{\"batch\":1,\"expires\":2000000000,\"max_bytes\":200,\"group\":\"X\"}",
            "{\"batch\":1,\"expires\":200000000,\"max_bytes\":200,\"group\":\"X\"}",
            "{\"batch\":1,\"group\":\"X\",\"id\":\"y\",\"priority\":11}",
            "{\"batch\":1,\"group\":\"X\",\"priority\":11}",
            "{\"batch\":1,\"group\":\"X\",\"min_pending\":1}",
            "{\"batch\":1,\"priority\":1}",
        };

        // when
        client.ask("$JS.API.CONSUMER.MSG.NEXT.ORDER.push", "box.a", newer, "{bad");
        client.ask("$JS.API.CONSUMER.MSG.NEXT.ORDER.c", "box.a", newer, "{bad");
        client.ask("$JS.API.CONSUMER.MSG.NEXT.ORDER.c", "box.a", "Nats-Required-Api-Level: x", "");
        List<String> levels = client.next(3);
        for (String request : requests) {
            client.pull("ORDER", "c", "box.a", request);
        }

        // then
        String status = "box.a [] NATS/1.0 ";
        assertThat(levels)
                .containsExactly(
                        status + "409 Consumer is push based||",
                        status + "412 Required Api Level||",
                        status + "412 Required Api Level||");
        assertThat(client.next(requests.length))
                .containsExactly(
                        status + "400 Bad Request - heartbeat value too large||",
                        status + "409 Exceeded MaxRequestBatch of 2||",
                        status + "409 Exceeded MaxRequestExpires of 1s||",
                        status + "409 Exceeded MaxRequestMaxBytes of 100||",
                        status + "400 Bad Request - Not a Pinned Client Priority consumer||",
                        status + "400 Bad Request - Priority must be between 0 and 9||",
                        status + "400 Bad Request - Invalid Priority Group||",
                        status + "400 Bad Request - Priority Group missing||");
    }

    // CO-125
    @Test
    void shouldWaitForeverForWhoListens() throws IOException {
        // given
        client.stream("FOREVER", "");
        client.durable("FOREVER", "c", "");
        client.durable("FOREVER", "clock", "");
        int sid = client.subscribe("ever.box");
        client.pull("FOREVER", "c", "ever.box", "1");

        // when
        client.pull("FOREVER", "clock", "box.clock", "{\"expires\":1200000000}");
        client.next();
        String heard = client.place("FOREVER", "c");
        client.unsubscribe(sid);

        // then
        assertThat(heard).contains("waiting 1");
        assertThat(client.place("FOREVER", "c")).contains("waiting 0");
    }

    // CO-139
    @Test
    void shouldBeatAndTimeOutWhileItRests() throws IOException {
        // given
        client.stream("PAUSED", "");
        client.store("paused", 1, 2);
        client.durable("PAUSED", "c", ",\"pause_until\":\"9999-01-01T00:00:00Z\"");

        // when
        client.pull("PAUSED", "c", "box.a", "{\"batch\":2,\"expires\":500000000,\"idle_heartbeat\":200000000}");
        String waiting = client.place("PAUSED", "c");

        // then
        String beat = "box.a [] NATS/1.0 100 Idle Heartbeat|Nats-Last-Consumer: 0|Nats-Last-Stream: 0||";
        assertThat(waiting).endsWith("waiting 1 to come 2");
        assertThat(client.next(3)).containsExactly(beat, beat, "box.a " + TIMEOUT + "2" + NO_BYTES);
        client.pull("PAUSED", "c", "box.a", "{\"batch\":2,\"no_wait\":true}");
        assertThat(client.next()).isEqualTo("box.a [] NATS/1.0 404 No Messages||");
    }

    // CO-60, CO-140
    @Test
    void shouldStayAsLongAsSomebodyAsks() throws IOException {
        // given
        client.stream("ASKED", "");
        for (String name : List.of("asked", "clock", "wrong", "idle")) {
            client.durable("ASKED", name, ",\"inactive_threshold\":1000000000");
        }

        // when: for 2.5 seconds; up to one more may be added by chance
        for (int i = 0; i < 5; i++) {
            client.pull("ASKED", "asked", "box.a", "{\"no_wait\":true}");
            client.pull("ASKED", "wrong", "box.a", "{\"batch\":");
            client.pull("ASKED", "clock", "box.clock", "{\"expires\":500000000}");
            client.next(3);
        }

        // then: a request that is refused does not count
        assertThat(client.request("$JS.API.CONSUMER.NAMES.ASKED", "")).contains("\"consumers\":[\"asked\",\"clock\"]");
    }
}

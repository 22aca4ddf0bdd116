package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where consumers say they are: what is done, what was sent again, what is to come, and what a purge leaves of it. */
class ConsumerPlacesIT extends ConsumerCase {
    @BeforeEach
    void subscribe() throws IOException {
        client.subscribe("box.*");
    }

    /** Has some messages sent, and returns where to acknowledge them. */
    private List<String> pull(String stream, String consumer, int count) throws IOException {
        client.pull(stream, consumer, "box.a", Integer.toString(count));
        List<String> replies = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(client.take().reply());
        }
        return replies;
    }

    /** Waits until a request for messages is answered that nothing comes for. */
    private void waitForTimeout(String stream, String consumer) throws IOException {
        client.pull(stream, consumer, "box.late", "{\"batch\":9,\"expires\":500000000}");
        String next = client.next();
        while (!next.startsWith("box.late [] NATS/1.0 408")) {
            next = client.next();
        }
    }

    private void purge(String stream, String body) throws IOException {
        assertThat(client.request("$JS.API.STREAM.PURGE." + stream, body)).contains("\"success\":true");
    }

    /** Six messages, on two subjects in turn. */
    private void storePairs(String prefix) throws IOException {
        for (int i = 0; i < 6; i++) {
            assertThat(client.request(prefix + (i % 2 == 0 ? ".a" : ".b"), "x")).contains("\"seq\":");
        }
    }

    // CO-104
    @Test
    void shouldCountWhatWasSentMoreThanOnceUntilItIsDone() throws IOException {
        // given
        client.stream("TWICE", "");
        client.durable("TWICE", "c", ",\"ack_wait\":100000000");
        client.durable("TWICE", "once", ",\"ack_wait\":100000000,\"max_deliver\":1");
        client.store("twice", 1, 3);
        pull("TWICE", "c", 2);

        // when
        List<String> again = pull("TWICE", "c", 3).subList(1, 3);
        String sent = client.place("TWICE", "c");
        client.request(again.get(0), "");
        pull("TWICE", "once", 2);
        waitForTimeout("TWICE", "once");

        // then: what may be sent once only is not counted
        assertThat(sent).endsWith("unacked 3 again 2 waiting 0 to come 0");
        assertThat(client.place("TWICE", "c")).endsWith("unacked 2 again 1 waiting 0 to come 0");
        assertThat(client.place("TWICE", "once")).endsWith("again 0 waiting 0 to come 0");
    }

    // CO-105
    @Test
    void shouldBeDoneUpToTheLowestThatIsNot() throws IOException {
        // given
        client.stream("FLOOR", "");
        client.durable("FLOOR", "c", "");
        client.store("floor", 1, 6);
        List<String> replies = pull("FLOOR", "c", 5);
        List<String> places = new java.util.ArrayList<>();

        // when
        for (int acked : new int[] {4, 2, 1, 5, 3}) {
            client.request(replies.get(acked - 1), "");
            places.add(client.place("FLOOR", "c"));
        }

        // then
        assertThat(places)
                .containsExactly(
                        "5/5 floor 0/0 unacked 4 again 0 waiting 0 to come 1",
                        "5/5 floor 0/0 unacked 3 again 0 waiting 0 to come 1",
                        "5/5 floor 2/2 unacked 2 again 0 waiting 0 to come 1",
                        "5/5 floor 2/2 unacked 1 again 0 waiting 0 to come 1",
                        "5/5 floor 5/5 unacked 0 again 0 waiting 0 to come 1");
    }

    // CO-110
    @Test
    void shouldWaitForNothingBelowWhatWasPurged() throws IOException {
        // given
        client.stream("BELOW", "");
        for (String name : List.of("new", "all", "done")) {
            client.durable("BELOW", name, "");
        }
        client.durable("BELOW", "up", ",\"ack_policy\":\"all\"");
        storePairs("below");
        String last = pull("BELOW", "all", 5).get(4);
        client.request(pull("BELOW", "done", 5).get(3), "");
        client.request(pull("BELOW", "up", 5).get(0), "");

        // when
        purge("BELOW", "{\"seq\":4}");

        // then
        assertThat(client.place("BELOW", "new")).isEqualTo("0/3 floor 0/3 unacked 0 again 0 waiting 0 to come 3");
        assertThat(client.place("BELOW", "all")).isEqualTo("5/5 floor 3/3 unacked 2 again 0 waiting 0 to come 1");
        assertThat(client.place("BELOW", "up")).startsWith("5/5 floor 3/3 unacked 2");
        assertThat(client.place("BELOW", "done"))
                .startsWith("5/5 floor ")
                .endsWith("unacked 1 again 0 waiting 0 to come 1");
        client.request(last, "");
        assertThat(client.place("BELOW", "all")).isEqualTo("5/5 floor 3/3 unacked 1 again 0 waiting 0 to come 1");

        // when
        purge("BELOW", "");

        // then
        assertThat(client.place("BELOW", "new")).isEqualTo("0/6 floor 0/6 unacked 0 again 0 waiting 0 to come 0");
        assertThat(client.place("BELOW", "all")).isEqualTo("5/6 floor 5/6 unacked 0 again 0 waiting 0 to come 0");
    }

    // CO-110
    @Test
    void shouldGoOnBehindThePurgedSubjectsWhereThereIsNothingElseForIt() throws IOException {
        // given
        client.stream("SOME", "");
        client.durable("SOME", "a", ",\"filter_subject\":\"some.a\"");
        client.durable("SOME", "b", ",\"filter_subject\":\"some.b\"");
        client.durable("SOME", "kept", ",\"filter_subject\":\"some.a\"");
        client.durable("SOME", "ac", ",\"filter_subjects\":[\"some.a\",\"some.c\"]");
        storePairs("some");
        pull("SOME", "a", 2);
        pull("SOME", "b", 2);
        pull("SOME", "kept", 1);
        pull("SOME", "ac", 2);

        // when
        purge("SOME", "{\"filter\":\"some.a\",\"keep\":1}");

        // then
        assertThat(client.place("SOME", "a")).isEqualTo("2/4 floor 2/4 unacked 0 again 0 waiting 0 to come 1");
        assertThat(client.place("SOME", "kept")).isEqualTo("1/4 floor 1/4 unacked 0 again 0 waiting 0 to come 1");
        assertThat(client.place("SOME", "b")).isEqualTo("2/4 floor 0/0 unacked 2 again 0 waiting 0 to come 1");
        assertThat(client.place("SOME", "ac"))
                .startsWith("2/3 floor ")
                .endsWith("unacked 0 again 0 waiting 0 to come 1");

        // when
        purge("SOME", "{\"filter\":\"some.*\"}");
        client.request("some.a", "x");

        // then
        assertThat(client.place("SOME", "a")).isEqualTo("2/6 floor 2/6 unacked 0 again 0 waiting 0 to come 1");
        assertThat(client.place("SOME", "b")).isEqualTo("2/6 floor 2/6 unacked 0 again 0 waiting 0 to come 0");
        client.pull("SOME", "a", "box.a", "1");
        assertThat(client.next()).isEqualTo("some.a [$JS.ACK.SOME.a.1.7.3.<nanos>.0] x");
    }

    // CO-110, CO-175
    @Test
    void shouldKeepWhatElseItWaitsForWhenOneOfItsSubjectsIsPurged() throws IOException {
        // given
        client.stream("REST", "");
        client.durable("REST", "c", "");
        storePairs("rest");
        List<String> replies = pull("REST", "c", 4);

        // when
        purge("REST", "{\"filter\":\"rest.a\"}");

        // then
        assertThat(client.place("REST", "c")).startsWith("4/4 ").endsWith("unacked 2 again 0 waiting 0 to come 1");
        client.request(replies.get(1), "");
        assertThat(client.place("REST", "c")).endsWith("unacked 1 again 0 waiting 0 to come 1");
    }

    // CO-175, CO-176
    @Test
    void shouldCountWhatIsToComeByItsFiltersAndWhoStillWaits() throws IOException {
        // given
        client.stream("COUNT", "");
        client.store("count", 1, 5);
        client.durable("COUNT", "some", ",\"filter_subjects\":[\"count.2\",\"count.4\",\"count.9\"]");
        client.durable("COUNT", "last", ",\"deliver_policy\":\"last\"");
        client.durable("COUNT", "new", ",\"deliver_policy\":\"new\"");
        client.durable("COUNT", "from", ",\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":3");

        // when
        client.store("count", 4, 4);
        client.request("$JS.API.STREAM.MSG.DELETE.COUNT", "{\"seq\":4}");
        client.pull("COUNT", "new", "nobody.listens", "{\"batch\":9,\"expires\":20000000000}");
        client.pull("COUNT", "some", "box.a", "{\"batch\":9,\"expires\":20000000000}");
        client.next(2);

        // then
        assertThat(client.place("COUNT", "some")).endsWith("unacked 2 again 0 waiting 1 to come 0");
        assertThat(client.place("COUNT", "last")).endsWith("waiting 0 to come 2");
        assertThat(client.place("COUNT", "new")).endsWith("waiting 0 to come 1");
        assertThat(client.place("COUNT", "from")).endsWith("waiting 0 to come 3");
    }

    // CO-185
    @Test
    void shouldBeginAnewWhereItWasDoneWhenAStreamAsksForItsMessagesAgain() throws IOException {
        // given
        client.stream("WORK", ",\"retention\":\"workqueue\"");
        client.store("work", 1, 2);
        String copy = "\"direct\":true,\"sourcing\":true,\"ack_policy\":\"none\",\"deliver_subject\":\"copies\","
                + "\"idle_heartbeat\":1000000000,\"flow_control\":true";
        client.subscribe("copies");
        client.consumer("WORK", "copy", copy);
        client.next(2);

        // when
        String answer = client.consumer("WORK", "copy", copy);

        // then
        assertThat(answer).contains("\"ack_floor\":{\"consumer_seq\":0,\"stream_seq\":0}");
        assertThat(client.next(2))
                .containsExactly(
                        "work.1 [$JS.ACK.WORK.copy.1.1.1.<nanos>.1] m1",
                        "work.2 [$JS.ACK.WORK.copy.1.2.2.<nanos>.0] m2");
    }
}

package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a consumer, and of its stream's messages, when it is made again, changed or deleted. */
class ConsumerChangesIT extends ConsumerCase {
    private static final String CREATE = "$JS.API.CONSUMER.CREATE.";
    private static final String DURABLE = "$JS.API.CONSUMER.DURABLE.CREATE.";

    @Test // CO-31
    void shouldSayOfEachConsumerWhereItBeginsAndWhatItWaitsFor() throws IOException {
        client.stream("SAID", "");

        String made = client.request(CREATE + "SAID.c", "{\"stream_name\":\"SAID\",\"config\":{}}");

        assertThat(made)
                .contains("\"deliver_policy\":\"all\"", "\"ack_policy\":\"none\"", "\"replay_policy\":\"instant\"")
                .contains("\"num_replicas\":0")
                .doesNotContain("ack_wait", "max_ack_pending", "deliver_subject");
    }

    @ParameterizedTest // CO-40
    @CsvSource(
            delimiter = ';',
            value = {
                "CREATE.FORMS; ; \"config\":{\"deliver_policy\":",
                "CREATE.FORMS; \"name\":\"n\"; \"name\":\"n\",\"created\"",
                "CREATE.FORMS; \"durable_name\":\"d\"; 10020",
                "CREATE.FORMS.n; ; \"name\":\"n\",\"created\"",
                "CREATE.FORMS.n; \"filter_subject\":\"forms.b\"; \"filter_subject\":\"forms.b\"",
                "CREATE.FORMS.n.forms.a; \"filter_subject\":\"forms.a\"; \"filter_subject\":\"forms.a\"",
                "CREATE.FORMS.n.forms.a; \"filter_subject\":\"forms.b\"; 10131",
                "CREATE.FORMS.n.forms.a; ; 10131",
                "CREATE.FORMS.n.forms.a; \"filter_subjects\":[\"forms.a\"]; 10137",
                "DURABLE.CREATE.FORMS.d; ; 10018",
                "DURABLE.CREATE.FORMS.d; \"durable_name\":\"e\"; 10017",
                "DURABLE.CREATE.FORMS.d; \"durable_name\":\"d\"; \"durable_name\":\"d\"",
            })
    void shouldMakeAConsumerOnAllItsSubjects(String subject, String members, String expected) throws IOException {
        client.stream("FORMS", "");
        String config = "\"ack_policy\":\"explicit\"" + (members == null ? "" : "," + members);

        String made = client.request(
                "$JS.API.CONSUMER." + subject, "{\"stream_name\":\"FORMS\",\"config\":{" + config + "}}");

        assertThat(made).contains(expected);
        client.request("$JS.API.STREAM.DELETE.FORMS", "");
    }

    @ParameterizedTest // CO-49
    @CsvSource(
            delimiter = ';',
            value = {
                "''; ''; \"durable_name\":\"d\"",
                "''; ,\"max_ack_pending\":5; \"max_ack_pending\":5",
                "''; ,\"deliver_subject\":\"to\"; can not update pull consumer to push based",
                "''; ,\"replay_policy\":\"original\"; replay policy can not be updated",
                ",\"deliver_subject\":\"to\"; ''; can not update push consumer to pull based",
                ",\"deliver_subject\":\"to\"; ,\"deliver_subject\":\"idle\"; \"deliver_subject\":\"idle\"",
                ",\"deliver_subject\":\"heard\"; ,\"deliver_subject\":\"heard\"; \"deliver_subject\":\"heard\"",
                ",\"deliver_subject\":\"heard\"; ,\"deliver_subject\":\"to\"; 10013",
            })
    void shouldChangeAConsumerThatIsMadeAgain(String before, String after, String expected) throws IOException {
        client.stream("AGAIN", "");
        client.subscribe("heard");
        String begin = "{\"stream_name\":\"AGAIN\",\"config\":{\"durable_name\":\"d\",\"ack_policy\":\"explicit\"";
        assertThat(client.request(DURABLE + "AGAIN.d", begin + before + "}}")).doesNotContain("\"error\"");

        String made = client.request(DURABLE + "AGAIN.d", begin + after + "}}");

        assertThat(made).contains(expected);
        client.request("$JS.API.STREAM.DELETE.AGAIN", "");
    }

    @Test // CO-51, CO-64
    void shouldLetGoWhatNobodyIsInterestedInAnyMore() throws Exception {
        // given
        client.stream("WANTED", ",\"retention\":\"interest\"");
        client.durable("WANTED", "c", ",\"filter_subjects\":[\"wanted.a\",\"wanted.b\"]");
        client.durable("WANTED", "all", "");
        for (String subject : List.of("wanted.a", "wanted.b", "wanted.c")) {
            client.request(subject, "");
        }
        awaitMessages(3);

        // when
        client.request("$JS.API.CONSUMER.DELETE.WANTED.all", "");

        // then
        awaitMessages(2);

        // when
        client.durable("WANTED", "c", ",\"filter_subjects\":[\"wanted.b\"]");

        // then
        awaitMessages(1);
        assertThat(client.place("WANTED", "c")).endsWith(" to come 1");

        // when
        client.request("$JS.API.CONSUMER.DELETE.WANTED.c", "");

        // then
        awaitMessages(0);
        assertThat(client.request("$JS.API.STREAM.INFO.WANTED", "")).contains("\"first_seq\":4", "\"last_seq\":3");
    }

    private void awaitMessages(int messages) throws Exception {
        eventually(() -> assertThat(client.request("$JS.API.STREAM.INFO.WANTED", ""))
                .contains("\"state\":{\"messages\":" + messages + ","));
    }

    @Test // CO-52
    void shouldSendAgainWhatIsMoreThanMayWaitNow() throws IOException {
        // given
        client.stream("LESS", "");
        client.store("less", 1, 5);
        client.durable("LESS", "c", ",\"ack_wait\":300000000,\"max_ack_pending\":4");
        client.pull("LESS", "c", client.inbox(), "{\"batch\":4,\"no_wait\":true}");
        client.next(4);

        // when
        assertThat(client.durable("LESS", "c", ",\"ack_wait\":300000000,\"max_ack_pending\":2"))
                .contains("\"max_ack_pending\":2");

        // then all that was sent comes again, and nothing new before there is room for it
        client.pull("LESS", "c", client.inbox(), "{\"batch\":4,\"expires\":20000000000}");
        for (int i = 1; i <= 4; i++) {
            ConsumerWire.Message again = client.take();
            assertThat(again.reply()).startsWith("$JS.ACK.LESS.c.2." + i + ".");
            if (i > 1) {
                client.publish(again.reply(), "");
            }
        }
        client.pull("LESS", "c", client.inbox(), "{\"batch\":1,\"expires\":20000000000}");
        assertThat(client.take().subject()).isIn("less.5", "less.1");
    }

    @ParameterizedTest // CO-53
    @ValueSource(
            strings = {
                "\"ack_policy\":\"none\"",
                "\"ack_policy\":\"explicit\",\"deliver_policy\":\"last\"",
                "\"ack_policy\":\"explicit\",\"deliver_subject\":\"to\"",
                "\"ack_policy\":\"explicit\",\"filter_subjects\":[\"kept.a\",\"kept.a\"]",
                "\"ack_policy\":\"explicit\",\"backoff\":[1,2],\"max_deliver\":1",
                "\"ack_policy\":\"explicit\",\"opt_start_seq\":5",
                "\"ack_policy\":\"explicit\",\"sample_freq\":\"x\"",
            })
    void shouldLeaveAConsumerAsItIsIfItCannotBeChanged(String members) throws IOException {
        // given a consumer that has sent something, and somebody who waits
        client.stream("KEPT", "");
        client.store("kept", 1, 1);
        client.durable("KEPT", "c", ",\"description\":\"one\"");
        client.pull("KEPT", "c", client.inbox(), "{\"batch\":2,\"expires\":20000000000}");
        client.take();

        // when
        String refused = client.consumer("KEPT", "c", "\"durable_name\":\"c\",\"description\":\"two\"," + members);
        String refusedToo = client.consumer("KEPT", "c", "\"durable_name\":\"c\",\"filter_subject\":1," + members);

        // then
        assertThat(refused).contains("\"error\"");
        assertThat(refusedToo).contains("10025");
        assertThat(client.request("$JS.API.CONSUMER.INFO.KEPT.c", "")).contains("\"description\":\"one\"");
        assertThat(client.place("KEPT", "c")).isEqualTo("1/1 floor 0/0 unacked 1 again 0 waiting 1 to come 0");
        client.publish("kept.2", "");
        assertThat(client.take().subject()).isEqualTo("kept.2");
        client.request("$JS.API.STREAM.DELETE.KEPT", "");
    }
}

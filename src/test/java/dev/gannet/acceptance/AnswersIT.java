package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a consumer's messages, and what follows if nothing is. */
class AnswersIT extends ConsumerCase {
    @ParameterizedTest // CO-89, CO-90
    @CsvSource({
        "'', 1/1 unacked 1",
        "+ACK, 1/1 unacked 1",
        "+OK, 1/1 unacked 1",
        "+TERM why, 1/1 unacked 1",
        "-NAK {\"delay\":60000000000}, 0/0 unacked 2",
        "+WPI, 0/0 unacked 2",
        "else, 0/0 unacked 2",
    })
    void shouldNotLookAtHeadersAndConfirmWhatIsDone(String said, String expected) throws IOException {
        // given
        client.stream("SAID", "");
        client.store("said", 1, 2);
        client.durable("SAID", "c", "");
        client.pull("SAID", "c", client.inbox(), "{\"batch\":2,\"no_wait\":true}");
        ConsumerWire.Message first = client.take();
        client.take();
        client.subscribe("confirmed");

        // when it is said twice
        for (int i = 0; i < 2; i++) {
            client.publish(first.reply(), "confirmed", "A: +ACK", said);

            // then it is confirmed twice, when it is done
            assertThat(client.next()).isEqualTo("confirmed [] ");
            assertThat(client.place("SAID", "c")).contains("floor " + expected + " ");
        }

        // when nobody wants to know
        client.publish(first.reply(), "", "A: b", said);

        // then nobody is told
        assertThat(client.place("SAID", "c")).contains("floor " + expected + " ");
        assertThat(client.come()).isEmpty();
        client.request("$JS.API.STREAM.DELETE.SAID", "");
    }

    @Test // CO-99
    void shouldWaitLongerEachTimeAndThenAsLongAsTheLastTime() throws IOException {
        // given
        client.stream("BACK", "");
        client.store("back", 1, 1);
        client.subscribe("to");

        // when
        client.durable(
                "BACK",
                "c",
                ",\"deliver_subject\":\"to\",\"backoff\":[100000000,400000000,800000000],\"max_deliver\":5");

        // then
        List<Long> arrivals = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            assertThat(client.take().reply()).startsWith("$JS.ACK.BACK.c." + i + ".1." + i + ".");
            arrivals.add(System.nanoTime());
        }
        long[] waits = {100, 400, 800, 800};
        for (int i = 0; i < waits.length; i++) {
            long waitedMillis = (arrivals.get(i + 1) - arrivals.get(i)) / 1_000_000;
            assertThat(waitedMillis).as("before delivery %s", i + 2).isGreaterThan(waits[i] - 60);
        }
        assertThat((arrivals.get(1) - arrivals.get(0)) / 1_000_000).isLessThan(400);
    }

    @Test // CO-79
    void shouldNotCountWhatNobodyCouldBeSent() throws Exception {
        // given
        client.stream("NOBODY", "");
        client.store("nobody", 1, 2);
        client.durable("NOBODY", "c", "");

        // when somebody asks who is not there
        client.pull("NOBODY", "c", "gone", "2");

        // then
        eventually(() -> assertThat(client.place("NOBODY", "c"))
                .isEqualTo("0/0 floor 0/0 unacked 0 again 0 waiting 0 to come 2"));
        client.pull("NOBODY", "c", client.inbox(), "2");
        assertThat(client.take().reply()).startsWith("$JS.ACK.NOBODY.c.1.1.1.");
        assertThat(client.take().reply()).startsWith("$JS.ACK.NOBODY.c.1.2.2.");
    }
}

package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CrashStream;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a server for its streams, as any client may. */
final class StreamQuestions {
    private static final int BATCH = 500;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private StreamQuestions() {}

    /** Returns the answer of the API. */
    static String ask(Connection connection, String what, String body) throws Exception {
        Message answer = connection.request("$JS.API." + what, body.getBytes(UTF_8), ANSWER);
        assertThat(answer).as("answer to " + what).isNotNull();
        return new String(answer.getData(), UTF_8).replace("\": ", "\":");
    }

    /** Returns all messages of a stream. */
    static List<CrashStream.Kept> all(Connection connection, String stream) throws Exception {
        List<CrashStream.Kept> found = new ArrayList<>();
        String inbox = connection.createInbox();
        Subscription answers = connection.subscribe(inbox);
        boolean isMore = true;
        while (isMore) {
            long from = found.isEmpty() ? 1 : found.get(found.size() - 1).seq() + 1;
            String wanted = "{\"seq\":" + from + ",\"batch\":" + BATCH + "}";
            connection.publish("$JS.API.DIRECT.GET." + stream, inbox, wanted.getBytes(UTF_8));
            Message message = next(answers);
            while (message.getStatus() == null) {
                found.add(new CrashStream.Kept(
                        Long.parseLong(message.getHeaders().getFirst("Nats-Sequence")),
                        message.getHeaders().getFirst("Nats-Subject"),
                        message.getData()));
                message = next(answers);
            }
            isMore = message.getStatus().getCode() == 204
                    && !"0".equals(message.getHeaders().getFirst("Nats-Num-Pending"));
        }
        answers.unsubscribe();
        return found;
    }

    private static Message next(Subscription answers) throws InterruptedException {
        Message message = answers.nextMessage(ANSWER);
        assertThat(message).as("an answer to a direct get").isNotNull();
        return message;
    }
}

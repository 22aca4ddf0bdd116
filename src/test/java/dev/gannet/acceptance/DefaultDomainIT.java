package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server without streams, whose clients mean those of another server without saying so. */
class DefaultDomainIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test // JA-74
    void shouldBeMeantWhereNoneIsNamed() throws Exception {
        // given a server without JetStream, and somebody who answers for another one
        String config = "default_js_domain: { A: hub }\naccounts { A { users: [ { user: a, password: a } ] } }\n";
        try (RunningServer server = ServerUnderTest.start(config);
                Connection a = connect(server, "a")) {
            a.createDispatcher(request ->
                            a.publish(request.getReplyTo(), request.getSubject().getBytes(UTF_8)))
                    .subscribe("$JS.hub.API.>");
            a.flush(SOON);

            // then
            for (String subject : List.of("$JS.API.STREAM.NAMES", "$JS.API.INFO")) {
                Message answer = a.request(subject, null, SOON);
                assertThat(new String(answer.getData(), UTF_8)).isEqualTo(subject.replace("$JS.", "$JS.hub."));
            }
            Message answer = a.request("$KV.b.key", null, SOON);
            assertThat(new String(answer.getData(), UTF_8)).isEqualTo("$JS.hub.API.$KV.b.key");
        }
    }

    private static Connection connect(RunningServer server, String user) throws Exception {
        return Nats.connect(Options.builder()
                .server(server.url())
                .userInfo(user, user)
                .reportNoResponders()
                .noReconnect()
                .build());
    }
}

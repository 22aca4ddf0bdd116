package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.NOT_AT_ALL;
import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that nobody listens to, as the NATS Java client sees them. */
class NoRespondersIT {
    private static final byte[] BODY = {1};
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test // CP-179, CP-181
    void shouldTellThatNobodyListens() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(server.url()).reportNoResponders().build())) {
            assertThatThrownBy(() -> client.request("nobody", BODY).get(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            JetStreamStatusException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(503));
        }
    }

    @Test // CP-179
    void shouldEndARequestAtOnce() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            assertThatThrownBy(() -> client.request("nobody", BODY).get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test // CP-179
    void shouldSayNothingToAClientThatHasNotAsked() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(server.url()).noNoResponders().build())) {
            // given a client that does not want to know
            Subscription inbox = client.subscribe("inbox.1");

            // when it asks nobody
            client.publish("nobody", "inbox.1", BODY);
            client.flush(SOON);

            // then nothing comes back
            assertThat(inbox.nextMessage(NOT_AT_ALL)).isNull();
        }
    }

    @Test // CP-170, CP-179
    void shouldTellAgainWhenTheResponderHasGone() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(server.url()).reportNoResponders().build())) {
            // given a responder that has answered and gone
            try (Connection service = Clients.connect(server.url())) {
                service.createDispatcher(message -> service.publish(message.getReplyTo(), BODY))
                        .subscribe("service");
                service.flush(SOON);
                assertThat(client.request("service", BODY, SOON)).isNotNull();
                service.drain(SOON).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            }

            // when it is asked once more, then nobody listens
            assertThatThrownBy(() -> client.request("service", BODY).get(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .hasCauseInstanceOf(JetStreamStatusException.class);
        }
    }
}

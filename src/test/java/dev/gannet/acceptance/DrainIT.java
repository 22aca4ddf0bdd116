package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Subscription;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that leave after they have dealt with what is underway, as the NATS Java client does it. */
class DrainIT {
    private static final int MESSAGES = 1_000;
    private static final byte[] BODY = {1};

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test
    void shouldDeliverWhatIsUnderwayToADrainedConnection() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(1);
        try (Connection publisher = Clients.connect(server.url());
                Connection subscriber = Clients.connect(server.url())) {
            // given a subscriber that is behind
            Dispatcher dispatcher = subscriber.createDispatcher(message -> {
                open.await();
                handled.incrementAndGet();
            });
            dispatcher.subscribe("drain.connection");
            subscriber.flush(SOON);
            publish(publisher, "drain.connection");

            // when it drains and then catches up
            var drained = subscriber.drain(SOON);
            open.countDown();

            // then it has had every message
            assertThat(drained.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            assertThat(handled).hasValue(MESSAGES);
            assertThat(subscriber.getStatus()).isEqualTo(Connection.Status.CLOSED);
        }
    }

    @Test
    void shouldDeliverWhatIsUnderwayToADrainedSubscription() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection subscriber = Clients.connect(server.url())) {
            // given messages that have been published
            Subscription subscription = subscriber.subscribe("drain.subscription");
            subscriber.flush(SOON);
            publish(publisher, "drain.subscription");

            // when the subscription drains, and more are published after that
            var drained = subscription.drain(SOON);
            subscriber.flush(SOON);
            publish(publisher, "drain.subscription");
            subscriber.flush(SOON);

            // then it has had those from before only
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(subscription.nextMessage(SOON)).isNotNull();
            }
            assertThat(drained.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            assertThat(subscriber.getStatistics().getInMsgs()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void shouldHandOverToTheOtherMembersOfAGroup() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection leaving = Clients.connect(server.url());
                Connection staying = Clients.connect(server.url())) {
            // given a group of two
            AtomicInteger handled = new AtomicInteger();
            for (Connection member : new Connection[] {leaving, staying}) {
                member.createDispatcher(message -> handled.incrementAndGet()).subscribe("drain.group", "workers");
                member.flush(SOON);
            }

            // when one drains while messages are published
            publish(publisher, "drain.group");
            var drained = leaving.drain(SOON);
            publish(publisher, "drain.group");

            // then every message was handled once
            assertThat(drained.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            staying.drain(SOON).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(handled).hasValue(2 * MESSAGES);
        }
    }

    private static void publish(Connection publisher, String subject) throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            publisher.publish(subject, BODY);
        }
        publisher.flush(SOON);
    }
}

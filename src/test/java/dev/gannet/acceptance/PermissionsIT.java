package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.NOT_AT_ALL;
import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user may do, as the NATS Java client sees it. */
class PermissionsIT {
    private static final byte[] BODY = {1};

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("""
            authorization { users: [
              { user: admin, password: p }
              { user: shop, password: p, permissions: {
                publish: { allow: "orders.>", deny: "orders.internal" }
                subscribe: { allow: ["offers.>", "_INBOX.>"], deny: "offers.secret" }
              } }
              { user: service, password: p, permissions: {
                subscribe: { allow: "orders.* service" }
                publish: { deny: ">" }
                allow_responses: true
              } }
            ] }
            """);

    @Test // AC-23, AC-29, CP-141
    void shouldTellAPublisherWhatItMayNotPublish() throws Exception {
        ClientEvents events = new ClientEvents();
        try (Connection admin = Clients.connect(server.url(), "admin", "p");
                Connection shop = connect("shop", events)) {
            // given a subscriber to everything
            Subscription all = admin.subscribe("orders.>");
            admin.flush(SOON);

            // when the shop publishes what it may and what it may not
            shop.publish("orders.new", BODY);
            shop.publish("orders.internal", BODY);
            shop.publish("salaries", BODY);
            shop.flush(SOON);

            // then only the first arrives, the others are reported, and the connection lives
            assertThat(all.nextMessage(SOON).getSubject()).isEqualTo("orders.new");
            assertThat(all.nextMessage(NOT_AT_ALL)).isNull();
            eventually(() -> assertThat(events.errors())
                    .containsExactly(
                            "Permissions Violation for Publish to \"orders.internal\"",
                            "Permissions Violation for Publish to \"salaries\""));
            assertThat(shop.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
    }

    @Test // AC-24, CP-143
    void shouldTellASubscriberWhatItMayNotSubscribeTo() throws Exception {
        ClientEvents events = new ClientEvents();
        try (Connection shop = connect("shop", events)) {
            // when the shop subscribes to what it may not
            shop.subscribe("salaries");
            shop.subscribe("offers.secret");
            shop.subscribe(">");
            shop.flush(SOON);

            // then each is reported
            eventually(() -> assertThat(events.errors())
                    .containsExactly(
                            "Permissions Violation for Subscription to \"salaries\"",
                            "Permissions Violation for Subscription to \"offers.secret\"",
                            "Permissions Violation for Subscription to \">\""));
        }
    }

    @Test // AC-27
    void shouldLeaveOutWhatASubscriberMayNotHave() throws Exception {
        try (Connection admin = Clients.connect(server.url(), "admin", "p");
                Connection shop = connect("shop", new ClientEvents())) {
            // given a wildcard over a denied subject
            Subscription offers = shop.subscribe("offers.*");
            shop.flush(SOON);

            // when that subject and another one are published
            admin.publish("offers.secret", BODY);
            admin.publish("offers.open", BODY);

            // then only the other one arrives
            assertThat(offers.nextMessage(SOON).getSubject()).isEqualTo("offers.open");
            assertThat(offers.nextMessage(NOT_AT_ALL)).isNull();
        }
    }

    @Test // AC-25, CP-144
    void shouldKeepAUserToItsQueueGroup() throws Exception {
        ClientEvents events = new ClientEvents();
        try (Connection service = connect("service", events)) {
            service.subscribe("orders.*", "service");
            service.subscribe("orders.*", "other");
            service.subscribe("orders.*");
            service.flush(SOON);
            eventually(() -> assertThat(events.errors())
                    .containsExactly(
                            "Permissions Violation for Subscription to \"orders.*\" using queue \"other\"",
                            "Permissions Violation for Subscription to \"orders.*\""));
        }
    }

    @Test // AC-30
    void shouldLetAServiceAnswerAndNothingElse() throws Exception {
        ClientEvents events = new ClientEvents();
        try (Connection service = connect("service", events);
                Connection shop = connect("shop", new ClientEvents())) {
            // given a service that answers twice
            service.createDispatcher(message -> {
                        service.publish(message.getReplyTo(), BODY);
                        service.publish(message.getReplyTo(), BODY);
                    })
                    .subscribe("orders.*", "service");
            service.flush(SOON);

            // when the shop asks it
            Subscription inbox = shop.subscribe("_INBOX.shop");
            shop.publish("orders.status", "_INBOX.shop", BODY);

            // then the first answer arrives and the second is refused
            assertThat(inbox.nextMessage(SOON)).isNotNull();
            eventually(() -> assertThat(events.errors())
                    .containsExactly("Permissions Violation for Publish to \"_INBOX.shop\""));
            assertThat(inbox.nextMessage(NOT_AT_ALL)).isNull();
            assertThat(shop.request("orders.status", BODY, SOON)).isNotNull();
        }
    }

    private static Connection connect(String user, ClientEvents events) throws Exception {
        return Nats.connect(Clients.options(server.url())
                .userInfo(user.toCharArray(), "p".toCharArray())
                .errorListener(events)
                .build());
    }
}

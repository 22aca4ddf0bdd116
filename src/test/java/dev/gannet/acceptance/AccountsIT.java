package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.NOT_AT_ALL;
import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts keep subjects apart, as the NATS Java client sees it. */
class AccountsIT {
    private static final byte[] BODY = {1};

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("""
            accounts {
              RED { users: [ { user: red, password: p }, { user: rose, password: p } ] }
              BLUE { users: [ { user: blue, password: p } ] }
            }
            """);

    @Test // AC-2
    void shouldKeepSubjectsOfAccountsApart() throws Exception {
        try (Connection red = Clients.connect(server.url(), "red", "p");
                Connection rose = Clients.connect(server.url(), "rose", "p");
                Connection blue = Clients.connect(server.url(), "blue", "p")) {
            // given subscribers to everything in two accounts
            Subscription ofRose = rose.subscribe(">");
            Subscription ofBlue = blue.subscribe(">");
            rose.flush(SOON);
            blue.flush(SOON);

            // when a user of the first publishes
            red.publish("orders", BODY);
            red.flush(SOON);

            // then only its own account has the message
            assertThat(ofRose.nextMessage(SOON)).isNotNull();
            assertThat(ofBlue.nextMessage(NOT_AT_ALL)).isNull();
        }
    }

    @Test // AC-2
    void shouldKeepServicesOfAccountsApart() throws Exception {
        try (Connection red = Clients.connect(server.url(), "red", "p");
                Connection rose = Clients.connect(server.url(), "rose", "p");
                Connection blue = Clients.connect(server.url(), "blue", "p")) {
            // given a service of one account
            rose.createDispatcher(message -> rose.publish(message.getReplyTo(), BODY))
                    .subscribe("help");
            rose.flush(SOON);

            // then it is there for that account only
            assertThat(red.request("help", BODY, SOON)).isNotNull();
            assertThat(blue.request("help", BODY, SOON)).isNull();
        }
    }

    @Test // AC-2, CP-171
    void shouldKeepQueueGroupsOfAccountsApart() throws Exception {
        try (Connection red = Clients.connect(server.url(), "red", "p");
                Connection blue = Clients.connect(server.url(), "blue", "p")) {
            // given a group of one name in each account
            Subscription ofRed = red.subscribe("work", "workers");
            Subscription ofBlue = blue.subscribe("work", "workers");
            red.flush(SOON);
            blue.flush(SOON);

            // when both publish
            for (int i = 0; i < 100; i++) {
                red.publish("work", BODY);
                blue.publish("work", BODY);
            }
            red.flush(SOON);
            blue.flush(SOON);

            // then each has its own
            assertThat(ofRed.getPendingMessageCount()).isEqualTo(100);
            assertThat(ofBlue.getPendingMessageCount()).isEqualTo(100);
        }
    }
}

package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.NOT_AT_ALL;
import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queue groups, as the NATS Java client sees them. */
class QueueGroupIT {
    private static final int MESSAGES = 1_000;
    private static final byte[] BODY = {42};

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test // CP-168
    void shouldDeliverToOneMemberOfAQueueGroup() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given two members of one group
            Subscription first = client.subscribe("orders.*", "billing");
            Subscription second = client.subscribe("orders.*", "billing");
            client.flush(SOON);

            // when one message is published
            client.publish("orders.new", BODY);
            client.flush(SOON);

            // then exactly one of them has it
            Message[] deliveries = {first.nextMessage(NOT_AT_ALL), second.nextMessage(NOT_AT_ALL)};
            assertThat(deliveries).filteredOn(message -> message != null).hasSize(1);
        }
    }

    @Test // CP-172
    void shouldShareTheWorkBetweenConnections() throws Exception {
        List<Connection> members = new ArrayList<>();
        try (Connection publisher = Clients.connect(server.url())) {
            // given a group of three connections
            for (int i = 0; i < 3; i++) {
                Connection member = Clients.connect(server.url());
                members.add(member);
                member.subscribe("work", "workers");
                member.flush(SOON);
            }

            // when many messages are published
            publish(publisher, "work");
            for (Connection member : members) {
                member.flush(SOON);
            }

            // then each member has a fair part, and every message came once
            List<Long> parts = members.stream()
                    .map(member -> member.getStatistics().getInMsgs())
                    .toList();
            assertThat(parts).allSatisfy(part -> assertThat(part).isBetween(MESSAGES / 5L, MESSAGES / 2L));
            assertThat(parts.stream().mapToLong(Long::longValue).sum()).isEqualTo(MESSAGES);
        } finally {
            close(members);
        }
    }

    @Test // CP-168, CP-171
    void shouldDeliverToEachGroupAndToPlainSubscribers() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given two groups of two members and a plain subscriber
            List<Subscription> billing =
                    List.of(client.subscribe("sales", "billing"), client.subscribe("sales", "billing"));
            List<Subscription> audit = List.of(client.subscribe("sales", "audit"), client.subscribe("sales", "audit"));
            Subscription plain = client.subscribe("sales");

            // when many messages are published
            publish(client, "sales");

            // then each group has each message once, and so has the plain subscriber
            assertThat(count(billing)).isEqualTo(MESSAGES);
            assertThat(count(audit)).isEqualTo(MESSAGES);
            assertThat(plain.getPendingMessageCount()).isEqualTo(MESSAGES);
        }
    }

    @Test // CP-171: groups of one name are one group, whatever of the matching subjects they subscribe to.
    void shouldTakeGroupsOfOneNameOnOverlappingSubjectsForOne() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given members of a group on a subject and on wildcards
            List<Subscription> members = List.of(
                    client.subscribe("jobs.paint", "workers"),
                    client.subscribe("jobs.*", "workers"),
                    client.subscribe("jobs.>", "workers"));

            // when many messages are published
            publish(client, "jobs.paint");

            // then each came once
            assertThat(count(members)).isEqualTo(MESSAGES);
        }
    }

    @Test
    void shouldGiveEverythingToWhoIsLeft() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection staying = Clients.connect(server.url())) {
            // given two members, one of which goes away
            Subscription left = staying.subscribe("tasks", "workers");
            staying.flush(SOON);
            try (Connection leaving = Clients.connect(server.url())) {
                leaving.subscribe("tasks", "workers").unsubscribe();
                leaving.flush(SOON);
            }

            // when many messages are published
            publish(publisher, "tasks");
            staying.flush(SOON);

            // then the other one has all of them
            assertThat(left.getPendingMessageCount()).isEqualTo(MESSAGES);
        }
    }

    private static void publish(Connection publisher, String subject) throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            publisher.publish(subject, BODY);
        }
        publisher.flush(SOON);
    }

    private static long count(List<Subscription> members) {
        return members.stream().mapToLong(Subscription::getPendingMessageCount).sum();
    }

    private static void close(List<Connection> connections) throws InterruptedException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}

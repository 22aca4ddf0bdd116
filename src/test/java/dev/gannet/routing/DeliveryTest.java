package dev.gannet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.account.PublishScope;
import dev.gannet.config.ServerConfig;
import dev.gannet.interest.Subscription;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a comparison of sets of deliveries does not show: how fair, how often rendered, and what is left behind. */
class DeliveryTest {
    private static final int LOOPS = 2;

    private final Account account = new Accounts(ServerConfig.embedded(), () -> 1).global();
    private final PublishScope scope = account.scope(null);
    private final FakePeer.Loop first = new FakePeer.Loop(0, 1);
    private final FakePeer.Loop second = new FakePeer.Loop(1, 2);

    @Test
    void shouldChooseMembersOfAQueueFairly() { // CP-169
        // given four members, two of them under another filter
        FakePeer[] members = Stream.generate(() -> peer(first)).limit(4).toArray(FakePeer[]::new);
        for (int i = 0; i < members.length; i++) {
            members[i].add(i < 2 ? "orders.eu" : "orders.*", "q", "1");
        }
        FakePeer publisher = peer(first);

        // when
        for (int i = 0; i < 4000; i++) {
            publisher.send("PUB orders.eu 1\r\nx\r\n");
            first.staging.flushAll();
        }

        // then each has about a quarter
        for (FakePeer member : members) {
            assertThat(member.outbox().outMessages()).isBetween(800L, 1200L);
        }
        assertThat(Stream.of(members)
                        .mapToLong(member -> member.outbox().outMessages())
                        .sum())
                .isEqualTo(4000);
    }

    @Test
    void shouldChooseAmongMembersThatTakeTheMessage() {
        // given a queue of which one member refuses the subject, and one is the publisher without echo
        FakePeer refusing = peer(first);
        refusing.refused = "a.*";
        refusing.add("a.>", "q", "1");
        FakePeer publisher = peer(first);
        publisher.echo = false;
        publisher.add("a.b", "q", "1");
        FakePeer taker = peer(first);
        taker.add("a.*", "q", "1");

        // when
        for (int i = 0; i < 100; i++) {
            publisher.send("PUB a.b 1\r\nx\r\n");
        }
        first.staging.flushAll();

        // then the third has them all
        assertThat(taker.outbox().outMessages()).isEqualTo(100);
    }

    @Test
    void shouldRenderOnceForSubscriptionsWithOneSid() {
        // given two peers with one sid and one with another
        FakePeer one = peer(first);
        FakePeer twin = peer(first);
        FakePeer other = peer(first);
        Subscription subscription = one.add("a", null, "7");
        twin.add("a", null, "7");
        other.add("a", null, "8");
        FakePeer publisher = peer(first);
        publisher.send("PUB a 1\r\n1\r\nPUB a 1\r\n2\r\n"); // Now there is a plan.
        first.staging.flushAll();

        // when
        publisher.send("PUB a 1\r\n3\r\nPUB a 1\r\n4\r\n");
        boolean sharedInTurn = subscription.delivered() == 2;
        first.staging.flushAll();

        // then it is counted when it is handed over, and everybody has everything in order
        assertThat(sharedInTurn).isTrue();
        assertThat(subscription.delivered()).isEqualTo(4);
        assertThat(one.sink.text())
                .isEqualTo("MSG a 7 1\r\n1\r\nMSG a 7 1\r\n2\r\nMSG a 7 1\r\n3\r\nMSG a 7 1\r\n4\r\n")
                .isEqualTo(twin.sink.text())
                .isEqualTo(other.sink.text().replace(" 8 ", " 7 "));
        assertThat(twin.outbox().outMessages()).isEqualTo(4);
        assertThat(twin.outbox().outBytes()).isEqualTo(4);
    }

    @Test
    void shouldEndASubscriptionThatAnotherLoopHasBroughtBeyondItsLimit() { // CP-116
        // given two peers with one sid, and a publisher on another loop whose messages are not counted yet
        FakePeer one = peer(first);
        Subscription subscription = one.add("a", null, "1");
        peer(first).add("a", null, "1");
        FakePeer publisher = peer(second);
        publisher.send("PUB a 1\r\n1\r\nPUB a 1\r\n2\r\n");
        second.staging.flushAll();
        publisher.send("PUB a 1\r\n3\r\nPUB a 1\r\n4\r\n");

        // when the limit is set between what was counted and what was delivered
        one.limit(subscription, 3);
        second.staging.flushAll();
        publisher.send("PUB a 1\r\n5\r\n");
        second.staging.flushAll();

        // then the subscription is gone
        assertThat(one.exhausted).isEqualTo(1);
        assertThat(subscription.isClosed()).isTrue();
        assertThat(account.interest().sublist().size()).isEqualTo(1);
        assertThat(one.outbox().outMessages()).isEqualTo(4);
    }

    @Test
    void shouldStripTheHeadersOfAMessageOfAnySize() { // CP-119
        // given a peer that takes no headers
        FakePeer plain = peer(first);
        plain.takesHeaders = false;
        plain.add("a", null, "1");
        FakePeer publisher = peer(first);
        String payload = "x".repeat(70_000);

        // when
        publisher.send("HPUB a r 12 15\r\nNATS/1.0\r\n\r\nabc\r\n");
        publisher.send("HPUB a 12 12\r\nNATS/1.0\r\n\r\n\r\n");
        publisher.send("HPUB a 12 70012\r\nNATS/1.0\r\n\r\n" + payload + "\r\n");
        first.staging.flushAll();

        // then
        assertThat(plain.sink.text())
                .isEqualTo("MSG a 1 r 3\r\nabc\r\nMSG a 1 0\r\n\r\nMSG a 1 70000\r\n" + payload + "\r\n");
        assertThat(plain.outbox().outBytes()).isEqualTo(70_003);
    }

    @Test
    void shouldShowEachDeliveryToWhoAskedForIt() {
        // given
        FakePeer curious = peer(first);
        curious.inspects = true;
        curious.add("a", null, "1");
        curious.add("*", null, "2");

        // when
        peer(first).send("PUB a 1\r\nx\r\nPUB a 1\r\ny\r\n");

        // then
        assertThat(curious.inspected).isEqualTo(4);
    }

    private FakePeer peer(FakePeer.Loop loop) {
        return new FakePeer(loop, LOOPS, scope);
    }
}

package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueGroupTest {
    private final FakeSubscriber subscriber = new FakeSubscriber();
    private final Sublist sublist = new Sublist();
    private final Matches matches = new Matches();

    @Test
    void shouldGatherTheMembersOfAFilterAndAQueue() {
        // given
        Subscription first = insert("jobs.*", "q");
        Subscription second = insert("jobs.*", "q");
        insert("other.*", "q");

        // when
        match("jobs.1");

        // then
        assertThat(matches.plainCount()).isZero();
        assertThat(matches.queueCount()).isEqualTo(1);
        QueueGroup group = matches.queues()[0];
        assertThat(group.subject()).isEqualTo("jobs.*");
        assertThat(group.queue()).isEqualTo("q");
        assertThat(group.members()).containsExactly(first, second);
    }

    @Test
    void shouldPutGroupsOfOneQueueNextToEachOther() {
        // given groups of three queues under different filters
        insert("jobs.>", "r");
        insert("jobs.>", "q");
        insert("jobs.>", "s");
        insert("jobs.*", "q");
        insert("jobs.1", "q");
        insert("jobs.1", "s");

        // when
        match("jobs.1");

        // then those of one name are one queue: the reference gives the message to one member of all of them
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < matches.queueCount(); i++) {
            String queue = matches.queues()[i].queue();
            if (!matches.continuesQueue(i)) {
                queues.add(queue);
            }
            assertThat(queue).isEqualTo(queues.get(queues.size() - 1));
        }
        assertThat(matches.queueCount()).isEqualTo(6);
        assertThat(queues).containsExactlyInAnyOrder("q", "r", "s");
    }

    @Test
    void shouldShowChangesInANewArrayOnly() {
        // given
        Subscription first = insert("jobs", "q");
        Subscription second = insert("jobs", "q");
        match("jobs");
        QueueGroup group = matches.queues()[0];
        Subscription[] before = group.members();

        // when
        sublist.remove(first);

        // then
        assertThat(before).containsExactly(first, second);
        assertThat(group.members()).containsExactly(second).isSameAs(group.members());
    }

    @Test
    void shouldBeEmptyForWhoStillHoldsItAfterTheLastMemberLeft() {
        // given
        Subscription only = insert("jobs", "q");
        match("jobs");
        QueueGroup group = matches.queues()[0];

        // when
        sublist.remove(only);

        // then
        assertThat(group.members()).isEmpty();
        match("jobs");
        assertThat(matches.queueCount()).isZero();
    }

    @Test
    void shouldHoldManyQueuesOfManyMembers() {
        // given CP-171
        int queues = 100;
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(insert("jobs", "q" + i % queues));
        }

        // when
        match("jobs");

        // then
        assertThat(matches.queueCount()).isEqualTo(queues);
        for (int i = 0; i < queues; i++) {
            assertThat(matches.continuesQueue(i)).isFalse();
            assertThat(matches.queues()[i].members()).hasSize(10_000 / queues);
        }
        assertThat(all).allMatch(sublist::remove);
        assertThat(sublist.size()).isZero();
    }

    private Subscription insert(String filter, String queue) {
        Subscription subscription = subscriber.subscription(filter, queue);
        sublist.insert(subscription);
        return subscription;
    }

    private void match(String subject) {
        byte[] bytes = subject.getBytes(ISO_8859_1);
        sublist.match(bytes, 0, bytes.length, matches);
    }
}

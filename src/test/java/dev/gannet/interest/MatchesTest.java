package dev.gannet.interest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchesTest {
    private static final byte[] SUBJECT = {'a'};

    private final FakeSubscriber subscriber = new FakeSubscriber();
    private final Sublist sublist = new Sublist();
    private final Matches matches = new Matches();

    @Test
    void shouldHoldOnlyTheLatestMatch() {
        // given
        sublist.insert(subscriber.subscription("a"));
        sublist.insert(subscriber.subscription("a", "q"));

        // when
        sublist.match(SUBJECT, 0, 1, matches);
        sublist.match(SUBJECT, 0, 1, matches);

        // then
        assertThat(matches.plainCount()).isEqualTo(1);
        assertThat(matches.queueCount()).isEqualTo(1);
        assertThat(matches.isEmpty()).isFalse();
    }

    @Test
    void shouldKeepNothingAliveOnceCleared() {
        // given
        sublist.insert(subscriber.subscription("a"));
        sublist.insert(subscriber.subscription("*", "q"));
        sublist.match(SUBJECT, 0, 1, matches);

        // when
        matches.clear();

        // then
        assertThat(matches.isEmpty()).isTrue();
        assertThat(matches.plain()).containsOnlyNulls();
        assertThat(matches.queues()).containsOnlyNulls();
        assertThat(matches.pending().isEmpty()).isTrue();
    }

    @Test
    void shouldGiveBackTheMemoryOfALargeMatch() {
        // given
        List<Subscription> many = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            many.add(subscriber.subscription("a"));
        }
        many.forEach(sublist::insert);
        sublist.match(SUBJECT, 0, 1, matches);
        assertThat(matches.plain()).startsWith(many.toArray(Subscription[]::new));

        // when
        matches.clear();

        // then
        assertThat(matches.plain().length).isLessThan(many.size());
    }
}

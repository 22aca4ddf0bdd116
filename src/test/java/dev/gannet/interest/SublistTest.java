package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SublistTest {
    private final FakeSubscriber subscriber = new FakeSubscriber();
    private final Sublist sublist = new Sublist();
    private final Matches matches = new Matches();

    @Test
    void shouldFindWhatMatchesASubject() {
        // given filters of every kind
        insert("orders.new", "orders.*", "orders.>", ">", "*.new", "orders.new.eu", "orders", "*", "invoices.*");

        // when, then CP-159, CP-160
        assertThat(matched("orders.new")).containsExactlyInAnyOrder("orders.new", "orders.*", "orders.>", ">", "*.new");
        assertThat(matched("orders")).containsExactlyInAnyOrder("orders", "*", ">");
        assertThat(matched("orders.new.eu")).containsExactlyInAnyOrder("orders.new.eu", "orders.>", ">");
        assertThat(matched("nothing.here")).containsExactly(">");
    }

    @Test
    void shouldTakeWildcardsInASubjectAsText() {
        // given
        insert("a.*", "a.>", "a.b", "a.*.c", "*a", "a*");

        // when, then
        assertThat(matched("a.*")).containsExactlyInAnyOrder("a.*", "a.>");
        assertThat(matched("a.>")).containsExactlyInAnyOrder("a.*", "a.>");
        assertThat(matched("a.>.c")).containsExactlyInAnyOrder("a.>", "a.*.c");
        assertThat(matched("*a")).containsExactly("*a");
        assertThat(matched("ba")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a.b."})
    void shouldFindNothingForASubjectWithAnEmptyToken(String subject) {
        // given filters that would match if an empty token were one
        insert(">", "*", "*.*", "*.*.*", "a.>");

        // when, then CP-163
        assertThat(matched(subject)).isEmpty();
    }

    @Test
    void shouldTellTokensOfAnyLengthAndBytesApart() {
        // given tokens that differ in one byte, or in length alone, around the length of a word
        List<String> filters = new ArrayList<>();
        for (int length = 1; length <= 40; length++) {
            filters.add("x".repeat(length));
            filters.add("x".repeat(length - 1) + "\0");
            filters.add("x".repeat(length - 1) + "\u00ff");
        }
        insert(filters.toArray(String[]::new));

        // when, then CP-161
        assertThat(filters).allSatisfy(filter -> assertThat(matched(filter)).containsExactly(filter));
        assertThat(matched("x".repeat(41))).isEmpty();
    }

    @Test
    void shouldMatchPartOfALargerArray() {
        // given
        insert("b.c");
        byte[] line = "PUB b.c 5".getBytes(ISO_8859_1);

        // when
        sublist.match(line, 4, 3, matches);

        // then
        assertThat(matches.plainCount()).isEqualTo(1);
    }

    @Test
    void shouldMatchSubjectsOfManyTokensWithoutAStackOfThatDepth() {
        // given filters of thousands of tokens, with two ways on at each of them
        int tokens = 1 << 15;
        String literal = ".a".repeat(tokens).substring(1);
        String wildcards = ".*".repeat(tokens).substring(1);
        insert(literal, wildcards, literal + ".a", "a.>");

        // when, then the longest subject of 64 KiB is matched, visited and taken away again
        assertThat(matched(literal)).containsExactlyInAnyOrder(literal, wildcards, "a.>");
        List<Subscription> all = all();
        assertThat(all).hasSize(4);
        assertThat(all).allMatch(sublist::remove);
        assertThat(sublist.size()).isZero();
    }

    @Test
    void shouldKeepTheOrderOfPlainSubscriptionsToOneFilter() {
        // given
        List<Subscription> subscriptions = insert("a", "a", "a", "a", "a");

        // when one in the middle leaves and another comes
        sublist.remove(subscriptions.remove(2));
        subscriptions.addAll(insert("a"));

        // then
        match("a");
        assertThat(plain()).containsExactlyElementsOf(subscriptions);
    }

    @Test
    void shouldForgetWhatIsRemoved() {
        // given
        List<Subscription> subscriptions = insert("a.b", "a.*", "a.>", "a.b");

        // when
        assertThat(sublist.remove(subscriptions.get(0))).isTrue();
        assertThat(sublist.remove(subscriptions.get(2))).isTrue();

        // then
        assertThat(matched("a.b")).containsExactlyInAnyOrder("a.*", "a.b");
        assertThat(sublist.size()).isEqualTo(2);
    }

    @Test
    void shouldSayThatAStrangerWasNotRemoved() {
        // given
        insert("a.b", "a.b");
        Subscription gone = insert("a.b").get(0);
        sublist.remove(gone);

        // when, then
        assertThat(sublist.remove(gone)).isFalse();
        assertThat(sublist.remove(subscriber.subscription("a.b"))).isFalse();
        assertThat(sublist.remove(subscriber.subscription("a.b", "q"))).isFalse();
        assertThat(sublist.remove(subscriber.subscription("a"))).isFalse();
        assertThat(sublist.remove(subscriber.subscription("x.y.z"))).isFalse();
        assertThat(sublist.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", ">.a", "a."})
    void shouldRefuseAFilterThatIsNotValid(String filter) {
        // CP-112
        assertThatThrownBy(() -> sublist.insert(subscriber.subscription(filter)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseASubscriptionThatIsInASublist() {
        // given
        Subscription subscription = insert("a").get(0);

        // when, then
        assertThatThrownBy(() -> new Sublist().insert(subscription)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeASubscriptionBackAfterItLeft() {
        // given
        Subscription subscription = insert("a").get(0);
        sublist.remove(subscription);

        // when
        sublist.insert(subscription);

        // then
        assertThat(matched("a")).containsExactly("a");
    }

    @Test
    void shouldRemoveFromAMillionMembersOfOneFilterAtOnce() {
        // given
        int count = 1_000_000;
        List<Subscription> subscriptions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            subscriptions.addAll(insert("a.b"));
        }

        // when all leave, in an order that a search from either end would take for ever with
        int removed = 0;
        for (int i = 0; i < count; i++) {
            removed += sublist.remove(subscriptions.get((int) (i * 7919L % count))) ? 1 : 0;
        }

        // then
        assertThat(removed).isEqualTo(count);
        assertThat(sublist.size()).isZero();
        assertThat(all()).isEmpty();
    }

    @Test
    void shouldCountForSubsz() {
        // given MO-79
        List<Subscription> subscriptions = insert("a.b", "a.*", "c");
        insertQueue("q", "a.b", "a.>");
        insertQueue("r", "a.b");
        sublist.remove(subscriptions.get(2));

        // when
        match("a.b");
        match("a.x");
        match("nobody");

        // then a queue under several filters counts once
        assertThat(sublist.statistics()).isEqualTo(new SublistStatistics(5, 6, 1, 3, 3, 6, 4));
    }

    private List<Subscription> insert(String... filters) {
        return insertQueue(null, filters);
    }

    private List<Subscription> insertQueue(@Nullable String queue, String... filters) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (String filter : filters) {
            Subscription subscription = subscriber.subscription(filter, queue);
            sublist.insert(subscription);
            subscriptions.add(subscription);
        }
        return subscriptions;
    }

    private List<String> matched(String subject) {
        match(subject);
        return plain().stream().map(Subscription::subject).toList();
    }

    private void match(String subject) {
        byte[] bytes = subject.getBytes(ISO_8859_1);
        sublist.match(bytes, 0, bytes.length, matches);
    }

    private List<Subscription> plain() {
        return List.of(Arrays.copyOf(matches.plain(), matches.plainCount()));
    }

    private List<Subscription> all() {
        List<Subscription> all = new ArrayList<>();
        sublist.forEach(all::add);
        return all;
    }
}

package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sublist against a list that is searched from end to end. A run is repeated from the seed in its name, with
 * {@code -Dseed=}.
 */
class SublistPropertyTest {
    private static final int STEPS = 3000;
    private static final int RUNS = 12;
    private static final int TOKENS_MAX = 4;
    private static final String[] SHORT_TOKENS = {"a", "b", "*", "*", ">", "a*", "eightlet", "more-than-eight-letters"};
    private static final String[] QUEUES = {"q", "r", "s"};

    private final FakeSubscriber subscriber = new FakeSubscriber();
    private final Matches matches = new Matches();
    private final List<Subscription> model = new ArrayList<>(); // In the order of insertion.

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed != null ? LongStream.of(seed) : new SplittableRandom().longs(RUNS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldFindWhatASearchFromEndToEndFinds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sublist sublist = new Sublist(random.nextLong());
        int siblings = random.nextBoolean() ? 0 : 60; // With many siblings, tables grow and shrink.
        for (int step = 0; step < STEPS; step++) {
            // given subscriptions that come and go, now more of the one and now of the other
            boolean growing = step / 500 % 2 == 0;
            if (random.nextInt(10) < (growing ? 8 : 2)) {
                insert(sublist, random, siblings);
            } else if (!model.isEmpty()) {
                assertThat(sublist.remove(model.remove(random.nextInt(model.size()))))
                        .isTrue();
            }

            // when any subject is matched, wildcards and empty tokens in it
            String subject = subject(random, siblings, true);
            byte[] bytes = ("?" + subject + "?").getBytes(ISO_8859_1);
            sublist.match(bytes, 1, bytes.length - 2, matches);

            // then
            assertMatches(subject, "seed " + seed + ", step " + step + ", " + subject);
            assertThat(sublist.size()).isEqualTo(model.size());
        }
        List<Subscription> all = new ArrayList<>();
        sublist.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model);
        assertThat(all).allMatch(sublist::remove);
        assertThat(sublist.size()).isZero();
    }

    private void insert(Sublist sublist, SplittableRandom random, int siblings) {
        String filter = subject(random, siblings, false);
        if (!Subjects.isValidFilter(filter)) {
            return;
        }
        boolean plain = random.nextInt(3) > 0;
        String queue = QUEUES[random.nextInt(QUEUES.length)] + (siblings == 0 ? "" : random.nextInt(siblings / 2));
        Subscription subscription = plain ? subscriber.subscription(filter) : subscriber.subscription(filter, queue);
        sublist.insert(subscription);
        model.add(subscription);
    }

    private void assertMatches(String subject, String run) {
        List<Subscription> plain = new ArrayList<>();
        Map<String, Set<Subscription>> queues = new HashMap<>();
        for (Subscription subscription : model) {
            String queue = subscription.queue();
            if (!Subjects.matches(subscription.subject(), subject)) {
                continue;
            }
            if (queue == null) {
                plain.add(subscription);
            } else {
                queues.computeIfAbsent(queue, name -> new HashSet<>()).add(subscription);
            }
        }
        List<Subscription> found = List.of(Arrays.copyOf(matches.plain(), matches.plainCount()));
        assertThat(found).as(run).containsExactlyInAnyOrderElementsOf(plain);
        assertThat(found.stream().collect(groupingBy(Subscription::subject)))
                .as("order within a filter, " + run)
                .isEqualTo(plain.stream().collect(groupingBy(Subscription::subject)));
        assertThat(foundQueues(run)).as(run).isEqualTo(queues);
        assertThat(matches.fanout()).as(run).isEqualTo(plain.size() + queues.size());
    }

    private Map<String, Set<Subscription>> foundQueues(String run) {
        Map<String, Set<Subscription>> found = new HashMap<>();
        for (int i = 0; i < matches.queueCount(); i++) {
            QueueGroup group = matches.queues()[i];
            Set<Subscription> members = Arrays.stream(group.members()).collect(toSet());
            assertThat(members)
                    .as(run)
                    .isNotEmpty()
                    .allMatch(member -> group.subject().equals(member.subject()));
            boolean continues = matches.continuesQueue(i);
            assertThat(found.containsKey(group.queue())).as(run).isEqualTo(continues);
            if (continues) {
                assertThat(matches.queues()[i - 1].queue()).as(run).isEqualTo(group.queue());
            }
            found.computeIfAbsent(group.queue(), name -> new HashSet<>()).addAll(members);
        }
        return found;
    }

    private static String subject(SplittableRandom random, int siblings, boolean withEmptyTokens) {
        List<String> tokens = new ArrayList<>();
        int count = 1 + random.nextInt(TOKENS_MAX);
        for (int i = 0; i < count; i++) {
            if (siblings > 0 && random.nextInt(3) > 0) {
                tokens.add("t" + random.nextInt(siblings));
            } else {
                tokens.add(SHORT_TOKENS[random.nextInt(SHORT_TOKENS.length)]);
            }
        }
        if (withEmptyTokens && random.nextInt(20) == 0) {
            tokens.set(random.nextInt(count), "");
        }
        return String.join(".", tokens);
    }
}

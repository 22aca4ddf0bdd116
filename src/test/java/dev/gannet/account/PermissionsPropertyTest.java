package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.SubjectRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Permissions against a model that tries each entry, token by token. A run is repeated from the seed in its name, with
 * {@code -Dseed=}.
 */
class PermissionsPropertyTest {
    private static final int RUNS = 8;
    private static final int STEPS = 500;
    private static final String[] TOKENS = {"a", "b", "c", "*"};
    private static final String[] QUEUES = {"q", "q.*", "q.>", "*", ">", "r", "q.a", "q.a.b"};

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed != null ? LongStream.of(seed) : new SplittableRandom().longs(RUNS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDecideAsEachEntryDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            // given any rules, and a subscription
            List<String> allow = random.nextInt(4) == 0 ? null : entries(random, 1 + random.nextInt(3));
            List<String> deny = entries(random, random.nextInt(3));
            Permissions permissions = Permissions.of(new PermissionsConfig(null, new SubjectRules(allow, deny), null));
            Model model = new Model(allow, deny);
            String filter = filter(random);
            String queue = random.nextBoolean() ? null : QUEUES[random.nextInt(QUEUES.length)];
            String described = "seed " + seed + ", step " + step + ": allow " + allow + " deny " + deny + " on "
                    + filter + " " + queue;

            // when, then
            boolean accepted = permissions.maySubscribe(filter, queue);
            assertThat(accepted).as(described).isEqualTo(model.maySubscribe(filter, queue));
            String subject = literal(random, filter);
            if (accepted) {
                boolean received = !permissions.filtersDeliveries(filter)
                        || permissions.mayReceive(subject.getBytes(ISO_8859_1), 0, subject.length(), queue);
                assertThat(received).as(described + ", " + subject).isEqualTo(model.mayReceive(subject, queue));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldLetPublishWhatAnEntryMatches(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            // given
            List<String> allow = random.nextInt(4) == 0 ? null : filters(random, random.nextInt(4));
            List<String> deny = filters(random, random.nextInt(3));
            Permissions permissions = Permissions.of(new PermissionsConfig(new SubjectRules(allow, deny), null, null));
            String subject = filter(random);

            // when, then
            assertThat(permissions.mayPublish(subject.getBytes(ISO_8859_1), 0, subject.length()))
                    .as("seed " + seed + ", step " + step + ": allow " + allow + " deny " + deny + " on " + subject)
                    .isEqualTo((allow == null || allow.stream().anyMatch(entry -> matches(entry, subject)))
                            && deny.stream().noneMatch(entry -> matches(entry, subject)));
        }
    }

    /** The rules as the reference reads them, one entry after the other. */
    private record Model(@Nullable List<String> allow, List<String> deny) {
        boolean maySubscribe(String filter, @Nullable String queue) {
            return (allow == null || allows(allow, filter, queue)) && !denies(filter, queue);
        }

        boolean mayReceive(String subject, @Nullable String queue) {
            boolean allowed = allow == null
                    || allow.stream()
                            .map(Entry::of)
                            .anyMatch(entry -> entry.matches(subject) && (entry.queue.isEmpty() || entry.isFor(queue)));
            return allowed && !denies(subject, queue);
        }

        private static boolean allows(List<String> allow, String filter, @Nullable String queue) {
            List<Entry> matching = allow.stream()
                    .map(Entry::of)
                    .filter(entry -> entry.matches(filter))
                    .toList();
            List<Entry> queued =
                    matching.stream().filter(entry -> !entry.queue.isEmpty()).toList();
            if (queue != null && !queued.isEmpty()) {
                return queued.stream().anyMatch(entry -> entry.isFor(queue));
            }
            return matching.size() > queued.size();
        }

        private boolean denies(String filter, @Nullable String queue) {
            return deny.stream()
                    .map(Entry::of)
                    .anyMatch(entry -> entry.matches(filter) && (entry.queue.isEmpty() || entry.isFor(queue)));
        }
    }

    private record Entry(String filter, String queue) {
        static Entry of(String text) {
            String[] words = text.split(" ", -1);
            return new Entry(words[0], words.length == 2 ? words[1] : "");
        }

        boolean matches(String subject) {
            return PermissionsPropertyTest.matches(filter, subject);
        }

        boolean isFor(@Nullable String name) {
            if (name == null || queue.isEmpty()) {
                return false;
            }
            return name.equals(queue)
                    || (PermissionsPropertyTest.matches(queue, name) && (isOpen(queue) || !isOpen(name)));
        }

        private static boolean isOpen(String name) {
            return name.equals(">") || name.endsWith(".>");
        }
    }

    private static boolean matches(String filter, String subject) {
        String[] wanted = filter.split("\\.", -1);
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (i >= tokens.length) {
                return false;
            }
            if (wanted[i].equals(">")) {
                return true;
            }
            if (!wanted[i].equals("*") && !wanted[i].equals(tokens[i])) {
                return false;
            }
        }
        return wanted.length == tokens.length;
    }

    private static List<String> entries(SplittableRandom random, int count) {
        List<String> entries = new ArrayList<>();
        for (String filter : filters(random, count)) {
            entries.add(random.nextInt(3) == 0 ? filter + " " + QUEUES[random.nextInt(QUEUES.length)] : filter);
        }
        return entries;
    }

    private static List<String> filters(SplittableRandom random, int count) {
        List<String> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            filters.add(filter(random));
        }
        return filters;
    }

    private static String filter(SplittableRandom random) {
        StringBuilder filter = new StringBuilder();
        int tokens = 1 + random.nextInt(4);
        for (int i = 0; i < tokens; i++) {
            boolean last = i == tokens - 1;
            filter.append(last && random.nextInt(4) == 0 ? ">" : TOKENS[random.nextInt(TOKENS.length)]);
            filter.append(last ? "" : ".");
        }
        return filter.toString();
    }

    /** Returns a subject that {@code filter} matches. */
    private static String literal(SplittableRandom random, String filter) {
        String any = TOKENS[random.nextInt(3)];
        String rest = random.nextBoolean() ? any : any + "." + TOKENS[random.nextInt(3)];
        return filter.replace("*", any).replace(">", rest);
    }
}

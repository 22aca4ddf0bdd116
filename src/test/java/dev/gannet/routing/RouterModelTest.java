package dev.gannet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.account.Permissions;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.SubjectRules;
import dev.gannet.interest.Subscription;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The router, its plans and its staging against a list of subscriptions that is searched for each message: on one to
 * three loops, with subscriptions that come, go and run out between any two messages. A run is repeated from the seed in
 * its name, with {@code -Dseed=}.
 */
class RouterModelTest {
    private static final int RUNS = 24;
    private static final int STEPS = 2500;
    private static final int PEERS = 9;
    private static final String[] TOKENS = {"a", "b", "a-token-of-more-than-eight-bytes"};
    private static final String[] QUEUES = {"q", "r"};
    private static final String[] SIDS = {"1", "1", "1", "2", "3", "a-sid-that-is-long"};

    private final List<FakePeer.Loop> loops = new ArrayList<>();
    private final List<FakePeer> peers = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Integer, Message> sent = new TreeMap<>();
    private int lastId;
    private int exhausted;

    /** A subscription in the model; {@code left} is how many messages it still gets, or -1 for any number. */
    private static final class Entry {
        private final FakePeer peer;
        private final Subscription subscription;
        private int left = -1;

        Entry(FakePeer peer, Subscription subscription) {
            this.peer = peer;
            this.subscription = subscription;
        }

        boolean takes(String subject) {
            return Subjects.matches(subscription.subject(), subject)
                    && (peer.refused == null || !Subjects.matches(peer.refused, subject));
        }

        String label() {
            return System.identityHashCode(peer) + "/" + subscription.sid();
        }
    }

    /** What must come of a message: to each of {@code plain}, and for each queue to one of its members. */
    private record Message(
            FakePeer from,
            String line,
            String subject,
            boolean headers,
            List<String> plain,
            Map<String, List<String>> queues) {}

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed != null ? LongStream.of(seed) : new SplittableRandom().longs(RUNS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDeliverAsAListThatIsSearchedWould(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        setUp(random);
        int delivered = 0;
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            switch (random.nextInt(12)) {
                case 0, 1 -> subscribe(random);
                case 2 -> unsubscribe(random);
                case 3 -> limit(random);
                case 4 -> delivered += endTurn(where);
                default -> publish(random, where);
            }
        }
        delivered += endTurn("seed " + seed + ", end");
        assertThat(delivered).isGreaterThan(STEPS / 5);
    }

    private void setUp(SplittableRandom random) {
        Accounts accounts = new Accounts(
                ServerConfig.embedded().toBuilder()
                        .accounts(List.of(new AccountConfig("OTHER", List.of())))
                        .build(),
                random::nextLong);
        Permissions permissions = Permissions.of(
                new PermissionsConfig(new SubjectRules(List.of("a.>", "b"), List.of("a.b")), null, null));
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            loops.add(new FakePeer.Loop(i, random.nextLong()));
        }
        for (int i = 0; i < PEERS; i++) {
            Account account = i % 5 == 4 ? accounts.get("OTHER") : accounts.global();
            FakePeer peer = new FakePeer(loops.get(i % count), count, account.scope(i % 4 == 3 ? permissions : null));
            peer.refused = i == 1 ? "a.*" : null;
            peer.takesHeaders = i != 2;
            peer.echo = i != 5;
            peer.inspects = i == 6 && random.nextBoolean();
            peers.add(peer);
        }
    }

    private void subscribe(SplittableRandom random) {
        if (entries.size() > 40) {
            return;
        }
        FakePeer peer = peers.get(random.nextInt(PEERS));
        String queue = random.nextInt(3) == 0 ? QUEUES[random.nextInt(QUEUES.length)] : null;
        String sid = SIDS[random.nextInt(SIDS.length)];
        boolean taken = entries.stream()
                .anyMatch(
                        entry -> entry.peer == peer && entry.subscription.sid().equals(sid));
        if (!taken) {
            entries.add(new Entry(peer, peer.add(filter(random), queue, sid)));
        }
    }

    private static String filter(SplittableRandom random) {
        StringBuilder filter = new StringBuilder();
        int tokens = 1 + random.nextInt(2);
        for (int i = 0; i < tokens; i++) {
            String token = random.nextInt(4) == 0 ? "*" : TOKENS[random.nextInt(TOKENS.length)];
            filter.append(i == 0 ? "" : ".").append(random.nextInt(8) == 0 && i == tokens - 1 ? ">" : token);
        }
        return filter.toString();
    }

    private void unsubscribe(SplittableRandom random) {
        if (!entries.isEmpty()) {
            Entry entry = entries.remove(random.nextInt(entries.size()));
            entry.peer.remove(entry.subscription);
        }
    }

    private void limit(SplittableRandom random) {
        if (entries.isEmpty()) {
            return;
        }
        Entry entry = entries.get(random.nextInt(entries.size()));
        if (entry.subscription.queue() == null && entry.left < 0) {
            endTurn("limit"); // So that everything delivered so far is counted.
            entry.left = 1 + random.nextInt(4);
            entry.peer.limit(entry.subscription, entry.subscription.delivered() + entry.left);
        }
    }

    private void publish(SplittableRandom random, String where) {
        FakePeer from = peers.get(random.nextInt(PEERS));
        String subject = TOKENS[random.nextInt(TOKENS.length)];
        if (random.nextInt(3) > 0) {
            subject += "." + TOKENS[random.nextInt(TOKENS.length)];
        }
        if (random.nextInt(40) == 0) {
            subject = random.nextBoolean() ? "_GR_.a" : "$NRG.a";
        }
        String reply = random.nextInt(3) == 0 ? "_INBOX." + random.nextInt(1000) + " " : "";
        boolean headers = random.nextInt(4) == 0;
        int id = ++lastId;
        String payload = Integer.toString(id);
        if (random.nextInt(60) == 0) {
            payload += "x".repeat(random.nextInt(70_000)); // Some are larger than a chunk.
        }
        String head = headers ? "NATS/1.0\r\n\r\n" : "";
        String sizes = (headers ? head.length() + " " : "") + (head.length() + payload.length());
        String line = reply + sizes;
        int result = from.send((headers ? "HPUB " : "PUB ") + subject + " " + line + "\r\n" + head + payload + "\r\n");

        if (isDenied(from, subject)) {
            assertThat(result).as(where + " " + subject).isEqualTo(Router.DENIED);
            return;
        }
        Message message = expect(from, subject, reply, headers, payload);
        sent.put(id, message);
        int expected = message.plain.size() + message.queues.size();
        assertThat(result > 0)
                .as(where + " " + subject + ": " + result + " of " + expected)
                .isEqualTo(expected > 0);
    }

    private static boolean isDenied(FakePeer from, String subject) {
        if (subject.startsWith("_GR_.") || subject.startsWith("$NRG.")) {
            return true;
        }
        boolean allowed = subject.startsWith("a.") || subject.equals("b");
        return from.scope.permissions() != null && (!allowed || subject.equals("a.b"));
    }

    private Message expect(FakePeer from, String subject, String reply, boolean headers, String payload) {
        List<String> plain = new ArrayList<>();
        Map<String, List<String>> queues = new HashMap<>();
        for (Entry entry : List.copyOf(entries)) {
            boolean own = entry.peer == from && !from.echo;
            if (entry.peer.account() != from.account() || own || !entry.takes(subject)) {
                continue;
            }
            String queue = entry.subscription.queue();
            if (queue != null) {
                queues.computeIfAbsent(queue, q -> new ArrayList<>()).add(entry.label());
                continue;
            }
            plain.add(entry.label());
            if (entry.left > 0 && --entry.left == 0) {
                entries.remove(entry);
                exhausted++;
            }
        }
        return new Message(from, reply + payload, subject, headers, plain, queues);
    }

    /** Flushes every loop and compares what has come; returns how many deliveries that were. */
    private int endTurn(String where) {
        loops.forEach(loop -> loop.staging.flushAll());
        int count = 0;
        Map<Integer, List<String>> got = new HashMap<>();
        for (FakePeer peer : peers) {
            Map<FakePeer.Loop, Integer> lastOfLoop = new HashMap<>();
            for (String[] delivery : deliveries(peer.sink.takeText())) {
                int id = Integer.parseInt(
                        delivery[1].substring(delivery[1].lastIndexOf(' ') + 1).replace("x", ""));
                Message message = sent.get(id);
                if (message == null) {
                    throw new AssertionError(where + ": message " + id + " (expected: one of this turn)");
                }
                boolean headers = message.headers && peer.takesHeaders;
                assertThat(delivery[0]).as(where).startsWith((headers ? "HMSG " : "MSG ") + message.subject + " ");
                assertThat(delivery[1]).as(where).isEqualTo(message.line);
                // Messages of one loop stay in order.
                Integer before = lastOfLoop.put(message.from.loop, id);
                assertThat(before == null || before <= id)
                        .as(where + ": order of " + before + ", " + id)
                        .isTrue();
                got.computeIfAbsent(id, i -> new ArrayList<>())
                        .add(System.identityHashCode(peer) + "/" + delivery[0].split(" ", -1)[2]);
                count++;
            }
        }
        sent.forEach((id, message) -> compare(where + ", message " + id, message, got.getOrDefault(id, List.of())));
        sent.clear();
        assertThat(peers.stream().mapToInt(peer -> peer.exhausted).sum())
                .as(where)
                .isEqualTo(exhausted);
        return count;
    }

    private static void compare(String where, Message message, List<String> got) {
        List<String> rest = new ArrayList<>(got);
        for (String label : message.plain) {
            assertThat(rest.remove(label))
                    .as(where + ": " + label + " among " + got)
                    .isTrue();
        }
        message.queues.forEach((queue, members) -> {
            List<String> chosen = rest.stream().filter(members::contains).toList();
            assertThat(chosen).as(where + ": one of " + queue + " among " + got).hasSize(1);
            rest.removeAll(chosen);
        });
        assertThat(rest).as(where + ": nobody else").isEmpty();
    }

    /** Returns for each message its line, and its reply, if any, and payload. */
    private static List<String[]> deliveries(String text) {
        List<String[]> all = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n", at);
            String line = text.substring(at, end);
            String[] words = line.split(" ", -1);
            boolean headers = words[0].equals("HMSG");
            int sizes = headers ? 2 : 1;
            int total = Integer.parseInt(words[words.length - 1]);
            int head = headers ? Integer.parseInt(words[words.length - 2]) : 0;
            String reply = words.length == 3 + sizes + 1 ? words[3] + " " : "";
            int body = end + 2;
            all.add(new String[] {line, reply + text.substring(body + head, body + total)});
            assertThat(text.substring(body + total, body + total + 2)).isEqualTo("\r\n");
            at = body + total + 2;
        }
        return all;
    }
}

package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What clients have published to a stream over several lives of a server, and what the server has said of it.
 *
 * <p><b>Owner:</b> this object's lock; clients' threads note, the test's thread checks when they have ended.
 */
public final class CrashStream {
    private static final int NUMBER_DIGITS = 10;
    private static final int SUBJECTS = 17;
    private static final int LARGE_BYTES = 150_000;
    private static final int LARGE_EVERY = 400;
    private static final int SHOWN = 5;

    /** What is special about a stream. */
    public enum Kind {
        PLAIN(""),
        UNIQUE(",\"compression\":\"s2\""),
        LIMITED(",\"max_msgs\":" + MESSAGES_MAX),
        CLEARED(",\"compression\":\"s2\""),
        WORK(",\"retention\":\"workqueue\"");

        private final String settings;

        Kind(String settings) {
            this.settings = settings;
        }
    }

    /** A message as it was read. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Kept(long seq, String subject, byte[] payload) {}

    private static final int MESSAGES_MAX = 300;

    private final Kind kind;
    private final long seed;
    private final List<Integer> clients = new ArrayList<>(); // Which published what, by its number.
    private final Map<Integer, Long> acknowledged = new TreeMap<>();
    private final Set<Integer> unknown = new TreeSet<>();
    private final Set<Long> deleted = new HashSet<>();
    private final Set<Long> perhapsDeleted = new HashSet<>();
    private long purgedBelow;
    private long perhapsPurgedBelow;

    public CrashStream(Kind kind, long seed) {
        this.kind = kind;
        this.seed = seed;
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return kind.name();
    }

    public String settings() {
        return "{\"name\":\"" + name() + "\",\"subjects\":[\"" + name() + ".>\"],\"storage\":\"file\","
                + "\"duplicate_window\":600000000000,\"allow_direct\":true" + kind.settings + "}";
    }

    /** Returns the number of a message that a client is about to publish. */
    public synchronized int next(int client) {
        clients.add(client);
        unknown.add(clients.size() - 1);
        return clients.size() - 1;
    }

    public String subject(int number) {
        return name() + "." + number % SUBJECTS;
    }

    public byte[] payload(int number) {
        SplittableRandom random = new SplittableRandom(seed + number);
        int length = NUMBER_DIGITS + (number % LARGE_EVERY == 1 ? LARGE_BYTES : random.nextInt(1000));
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        System.arraycopy(String.format("%010d", number).getBytes(US_ASCII), 0, payload, 0, NUMBER_DIGITS);
        return payload;
    }

    public synchronized void acknowledged(int number, long seq) {
        Long before = acknowledged.put(number, seq);
        assertThat(before == null || before == seq)
                .as("%s: message %s, acknowledged as %s and %s", name(), number, before, seq)
                .isTrue();
        unknown.remove(number);
    }

    /** Returns the messages of which it is not known whether they are stored. */
    public synchronized List<Integer> unknown() {
        return List.copyOf(unknown);
    }

    /** Returns the sequence of some message that was acknowledged, zero if there is none. */
    public synchronized long someSequence(SplittableRandom random) {
        List<Long> sequences = List.copyOf(acknowledged.values());
        return sequences.isEmpty() ? 0 : sequences.get(random.nextInt(sequences.size()));
    }

    /** Returns the sequences that are there, as of the last check. */
    public synchronized Set<Long> sequences() {
        Set<Long> kept = new HashSet<>(acknowledged.values());
        kept.removeAll(deleted);
        return kept;
    }

    public synchronized void deleting(long seq) {
        perhapsDeleted.add(seq);
    }

    public synchronized void deleted(long seq) {
        perhapsDeleted.remove(seq);
        deleted.add(seq);
    }

    public synchronized void purging(long below) {
        perhapsPurgedBelow = Math.max(perhapsPurgedBelow, below);
    }

    public synchronized void purged(long below) {
        purgedBelow = Math.max(purgedBelow, below);
    }

    /** Checks what is stored against what was said, and takes note of what was not known until now. */
    public synchronized void check(List<Kept> found, String when) {
        Map<Integer, Long> stored = inOrder(found, when);
        Set<Long> sequences = new HashSet<>(stored.values());
        assertThat(stored.entrySet().stream()
                        .filter(one -> !acknowledged
                                .getOrDefault(one.getKey(), one.getValue())
                                .equals(one.getValue()))
                        .map(one -> one.getKey() + ": " + one.getValue() + ", said " + acknowledged.get(one.getKey()))
                        .limit(SHOWN)
                        .toList())
                .as("%s %s: messages at other sequences than was said", name(), when)
                .isEmpty();
        assertThat(sequences)
                .as("%s %s: deleted, but there", name(), when)
                .noneMatch(seq -> deleted.contains(seq) || seq < purgedBelow);
        long first = found.isEmpty() ? Long.MAX_VALUE : found.get(0).seq();
        if (kind == Kind.LIMITED && !found.isEmpty()) {
            long last = found.get(found.size() - 1).seq();
            assertThat(last - first + 1)
                    .as("%s %s: messages", name(), when)
                    .isEqualTo(found.size())
                    .isEqualTo(Math.min(MESSAGES_MAX, last));
        }
        acknowledged.forEach((number, seq) -> {
            boolean mayBeGone = deleted.contains(seq)
                    || perhapsDeleted.contains(seq)
                    || seq < perhapsPurgedBelow
                    || (kind == Kind.LIMITED && seq < first && !found.isEmpty());
            assertThat(mayBeGone || stored.containsKey(number))
                    .as("%s %s: acknowledged message %s, sequence %s, is there", name(), when, number, seq)
                    .isTrue();
        });
        settle(stored, sequences);
    }

    /** Each is whole, was published, is there once, and those of one client are in its order. */
    private Map<Integer, Long> inOrder(List<Kept> found, String when) {
        Map<Integer, Long> stored = new TreeMap<>();
        Map<Integer, Integer> lastOfClient = new HashMap<>();
        long lastSeq = 0;
        for (Kept kept : found) {
            assertThat(kept.seq()).as("%s %s: order", name(), when).isGreaterThan(lastSeq);
            lastSeq = kept.seq();
            assertThat(kept.payload().length).isGreaterThanOrEqualTo(NUMBER_DIGITS);
            int number = Integer.parseInt(new String(kept.payload(), 0, NUMBER_DIGITS, US_ASCII));
            assertThat(number).as("%s %s: was published", name(), when).isLessThan(clients.size());
            assertThat(kept.subject()).isEqualTo(subject(number));
            assertThat(Arrays.equals(kept.payload(), payload(number)))
                    .as("%s %s: payload of message %s", name(), when, number)
                    .isTrue();
            assertThat(stored.put(number, kept.seq()))
                    .as("%s %s: message %s, the other sequence of which", name(), when, number)
                    .isNull();
            assertThat(acknowledged.containsKey(number) || unknown.contains(number))
                    .as("%s %s: message %s comes back", name(), when, number)
                    .isTrue();
            Integer before = lastOfClient.put(clients.get(number), number);
            assertThat(before == null || before < number)
                    .as("%s %s: message %s of a client behind %s", name(), when, number, before)
                    .isTrue();
        }
        return stored;
    }

    /** What is there now has to stay, and what is not there must not come. */
    private void settle(Map<Integer, Long> stored, Set<Long> sequences) {
        acknowledged.putAll(stored);
        unknown.removeAll(stored.keySet());
        if (kind != Kind.UNIQUE) {
            unknown.clear(); // Nobody tries again.
        }
        perhapsDeleted.stream().filter(seq -> !sequences.contains(seq)).forEach(deleted::add);
        perhapsDeleted.clear();
        boolean isPurged = sequences.stream().noneMatch(seq -> seq < perhapsPurgedBelow);
        purgedBelow = isPurged ? perhapsPurgedBelow : purgedBelow;
        perhapsPurgedBelow = purgedBelow;
    }
}

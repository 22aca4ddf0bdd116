package dev.gannet.store.segment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.store.record.StoreRecord;
import dev.gannet.subject.Subjects;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What a store should say, found out by looking through everything. */
final class StoreModel {
    private static final List<String> FILTERS =
            List.of(">", "a.>", "a.*", "*.1", "*.*.x", "a.1", "b.2.x", "none.>", "none", "*", "b.*.x", "c");

    private final NavigableMap<Long, Message> messages = new TreeMap<>();
    private long lastSeq;
    private long lastTimestamp;

    /** A message; its headers and payload are made of its sequence. */
    record Message(long seq, long timestamp, String subject, int headersLength, int payloadLength) {
        byte[] headers() {
            return bytes(seq, headersLength);
        }

        byte[] payload() {
            return bytes(-seq, payloadLength);
        }

        long size() {
            return 30L + subject.length() + headersLength + (headersLength > 0 ? 4 : 0) + payloadLength;
        }

        private static byte[] bytes(long seed, int length) {
            byte[] bytes = new byte[length];
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) random.nextInt();
            }
            return bytes;
        }

        StoreRecord record() {
            return StoreModel.record(seq, timestamp, subject, headers(), payload());
        }
    }

    /** Returns a message to store, of these bytes. */
    static StoreRecord record(long seq, long timestamp, String subject, byte[] headers, byte[] payload) {
        byte[] subjectBytes = subject.getBytes(ISO_8859_1);
        return new StoreRecord()
                .message(seq, timestamp)
                .subject(ByteBuffer.wrap(subjectBytes), 0, subjectBytes.length)
                .headers(ByteBuffer.wrap(headers), 0, headers.length)
                .payload(ByteBuffer.wrap(payload), 0, payload.length);
    }

    NavigableMap<Long, Message> messages() {
        return messages;
    }

    long lastSeq() {
        return lastSeq;
    }

    void append(Message message) {
        messages.put(message.seq(), message);
        lastSeq = message.seq();
        lastTimestamp = message.timestamp();
    }

    boolean remove(long seq) {
        return messages.remove(seq) != null;
    }

    void removeUpTo(long seq) {
        messages.headMap(seq, true).clear();
    }

    void skip(long seq) {
        lastSeq = Math.max(lastSeq, seq);
    }

    long lastTimestamp() {
        return lastTimestamp;
    }

    /** The store says the same of everything. */
    void shouldBeIn(MessageStore store, SplittableRandom random, String when) throws IOException {
        assertThat(store.messages()).as("messages, %s", when).isEqualTo(messages.size());
        assertThat(store.lastSeq()).as("lastSeq, %s", when).isEqualTo(lastSeq);
        assertThat(store.bytes())
                .as("bytes, %s", when)
                .isEqualTo(messages.values().stream().mapToLong(Message::size).sum());
        long first = messages.isEmpty() ? (lastSeq == 0 ? 0 : lastSeq + 1) : messages.firstKey();
        assertThat(store.firstSeq()).as("firstSeq, %s", when).isEqualTo(first);
        assertThat(store.lastTimestampNanos()).as("lastTimestamp, %s", when).isEqualTo(lastTimestamp);
        assertThat(store.firstTimestampNanos())
                .as("firstTimestamp, %s", when)
                .isEqualTo(
                        messages.isEmpty()
                                ? 0
                                : messages.firstEntry().getValue().timestamp());
        shouldHaveSubjects(store, when);
        for (int i = 0; i < 3; i++) {
            shouldAnswer(store, random.nextLong(lastSeq + 3), random, when);
        }
    }

    private void shouldHaveSubjects(MessageStore store, String when) {
        TreeMap<String, List<Long>> subjects = new TreeMap<>();
        messages.forEach((seq, message) -> subjects.computeIfAbsent(message.subject(), s -> new ArrayList<>())
                .add(seq));
        assertThat(store.subjects()).as("subjects, %s", when).isEqualTo(subjects.size());
        SubjectTotals totals = new SubjectTotals();
        for (String filter : FILTERS) {
            List<String> found = new ArrayList<>();
            store.forEachSubject(filter, new byte[0], (subject, count) -> {
                String text = new String(subject, ISO_8859_1);
                List<Long> seqs = Objects.requireNonNull(subjects.get(text));
                assertThat(count).as("of %s, %s", text, when).isEqualTo(seqs.size());
                assertThat(store.subject(subject, 0, subject.length, totals)).isTrue();
                assertThat(totals.firstSeq()).as("first of %s, %s", text, when).isEqualTo(seqs.get(0));
                assertThat(totals.lastSeq()).as("last of %s, %s", text, when).isEqualTo(seqs.get(seqs.size() - 1));
                found.add(text);
                return true;
            });
            assertThat(found)
                    .as("subjects of %s, %s", filter, when)
                    .isEqualTo(subjects.keySet().stream()
                            .filter(subject -> Subjects.matches(filter, subject))
                            .toList());
        }
    }

    private void shouldAnswer(MessageStore store, long seq, SplittableRandom random, String when) throws IOException {
        String as = "at " + seq + ", " + when;
        Message message = messages.get(seq);
        assertThat(store.sizeOf(seq)).as("sizeOf %s", as).isEqualTo(message == null ? 0 : message.size());
        assertThat(store.timestampOf(seq))
                .as("timestampOf %s", as)
                .isEqualTo(message == null ? 0 : message.timestamp());
        assertThat(store.nextSeq(seq)).as("nextSeq %s", as).isEqualTo(orZero(messages.ceilingKey(seq)));
        assertThat(store.previousSeq(seq)).as("previousSeq %s", as).isEqualTo(orZero(messages.floorKey(seq)));
        StoredRead read = store.read(seq);
        assertThat(read == null).as("read %s", as).isEqualTo(message == null);
        if (read != null && message != null) {
            StoredMessage stored = read.load();
            assertThat(new String(stored.subject(), ISO_8859_1)).as(as).isEqualTo(message.subject());
            assertThat(stored.headers()).as(as).isEqualTo(message.headers());
            assertThat(stored.payload()).as(as).isEqualTo(message.payload());
            assertThat(stored.timestampNanos()).as(as).isEqualTo(message.timestamp());
            byte[] subject = stored.subject();
            assertThat(store.previousOf(subject, 0, subject.length, seq))
                    .as("previousOf %s", as)
                    .isEqualTo(messages.headMap(seq, false).values().stream()
                            .filter(other -> other.subject().equals(message.subject()))
                            .mapToLong(Message::seq)
                            .max()
                            .orElse(0));
        }
        String filter = FILTERS.get(random.nextInt(FILTERS.size()));
        assertThat(store.next(filter, seq))
                .as("next %s %s", filter, as)
                .isEqualTo(messages.tailMap(seq, true).values().stream()
                        .filter(other -> Subjects.matches(filter, other.subject()))
                        .mapToLong(Message::seq)
                        .findFirst()
                        .orElse(0));
        assertThat(store.last(filter))
                .as("last %s, %s", filter, when)
                .isEqualTo(messages.values().stream()
                        .filter(other -> Subjects.matches(filter, other.subject()))
                        .mapToLong(Message::seq)
                        .max()
                        .orElse(0));
        assertThat(store.messages(filter))
                .as("messages of %s, %s", filter, when)
                .isEqualTo(messages.values().stream()
                        .filter(other -> Subjects.matches(filter, other.subject()))
                        .count());
        long timestamp = random.nextLong(lastTimestamp + 3);
        assertThat(store.seqAt(timestamp))
                .as("seqAt %s, %s", timestamp, when)
                .isEqualTo(messages.values().stream()
                        .filter(other -> other.timestamp() >= timestamp)
                        .mapToLong(Message::seq)
                        .findFirst()
                        .orElse(lastSeq + 1));
        int max = random.nextInt(20);
        assertThat(store.deletedSequences(max)).as("deleted, %s", when).isEqualTo(deleted(max));
    }

    private long[] deleted(int max) {
        List<Long> deleted = new ArrayList<>();
        for (long seq = messages.isEmpty() ? lastSeq + 1 : messages.firstKey(); seq <= lastSeq; seq++) {
            if (deleted.size() < max && !messages.containsKey(seq)) {
                deleted.add(seq);
            }
        }
        return deleted.stream().mapToLong(Long::longValue).toArray();
    }

    private static long orZero(@org.jspecify.annotations.Nullable Long seq) {
        return seq == null ? 0 : seq;
    }
}

package dev.gannet.jetstream.stream;

import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.DeliverPolicy;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.LastMessages;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.MessageStore;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out where a consumer begins (CO-54 to CO-58). It may have to be asked several times, and goes on then where it was.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class ConsumerStart {
    /** So many subjects are looked at until others get their turn. */
    private static final int AT_A_TIME = 1 << 14;

    private final Consumer consumer;
    private final Stream stream;
    private final MessageStore store;
    private long[] lasts = new long[64];
    private int lastsCount;
    private int filterAt;
    private byte[] subjectAt = {};

    ConsumerStart(Consumer consumer, Stream stream) {
        this.consumer = consumer;
        this.stream = stream;
        this.store = stream.store();
    }

    Consumer consumer() {
        return consumer;
    }

    /** Has the consumer begin; throws {@link NotInMemoryException} if it is to be called again. */
    void begin() {
        ConsumerConfig.Start start = consumer.config().start();
        boolean isList = start.policy() == DeliverPolicy.LAST_PER_SUBJECT
                && stream.config().limits().maxMessagesPerSubject() != 1; // CO-56
        if (isList) {
            findLasts();
            long[] seqs = sortedLasts();
            long first = seqs.length == 0 ? store.lastSeq() : seqs[0];
            consumer.state().start(clamp(first), new LastMessages(seqs, store.lastSeq()));
            return;
        }
        long first = start.policy() == DeliverPolicy.BY_START_SEQUENCE
                ? Math.max(start.seq(), store.firstSeq()) // It may be to come.
                : clamp(first(start));
        consumer.state().start(first, null);
    }

    private long clamp(long first) {
        return store.firstSeq() == 0 ? 1 : Math.max(store.firstSeq(), Math.min(first, store.lastSeq() + 1));
    }

    private List<String> filters() {
        List<String> filters = consumer.config().filters();
        return filters.isEmpty() ? List.of(">") : filters;
    }

    private long first(ConsumerConfig.Start start) {
        OffsetDateTime time = start.time();
        return switch (start.policy()) {
            case NEW -> store.lastSeq() + 1;
            case LAST -> filters().stream().mapToLong(store::last).max().orElse(0);
            case BY_START_TIME -> time == null ? store.firstSeq() : at(time);
            default -> store.firstSeq();
        };
    }

    /** Returns the first sequence at a time; where a filter's first message is behind that, this one (CO-57). */
    private long at(OffsetDateTime time) {
        long first = store.seqAt(time.toEpochSecond() * 1_000_000_000L + time.getNano());
        long nearest = store.lastSeq();
        for (String filter : consumer.config().filters()) {
            long of = store.next(filter, 1);
            nearest = of >= first ? Math.min(nearest, of) : nearest;
        }
        boolean isFar = !consumer.config().filters().isEmpty() && nearest > first && nearest < store.lastSeq();
        return isFar ? nearest : first;
    }

    private void add(long seq) {
        if (lastsCount == lasts.length) {
            lasts = Arrays.copyOf(lasts, 2 * lastsCount);
        }
        lasts[lastsCount++] = seq;
    }

    /** Returns each once: several filters may match a subject. */
    private long[] sortedLasts() {
        Arrays.sort(lasts, 0, lastsCount);
        int count = 0;
        for (int i = 0; i < lastsCount; i++) {
            if (i == 0 || lasts[i] != lasts[i - 1]) {
                lasts[count++] = lasts[i];
            }
        }
        return Arrays.copyOf(lasts, count);
    }

    private void findLasts() {
        int[] seen = {0};
        for (; filterAt < filters().size(); filterAt++) {
            store.forEachSubject(filters().get(filterAt), subjectAt, (subject, messages) -> {
                if (++seen[0] > AT_A_TIME) {
                    throw new NotInMemoryException(Fetch.nothing());
                }
                add(store.lastOf(subject, 0, subject.length));
                subjectAt = subject;
                return true;
            });
            subjectAt = new byte[0];
        }
    }
}

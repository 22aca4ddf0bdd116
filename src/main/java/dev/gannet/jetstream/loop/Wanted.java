package dev.gannet.jetstream.loop;

import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.MessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The sequences that a request is for, one after the other. Whatever throws {@link NotInMemoryException} is called again
 * when that is fetched, and goes on where it was.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class Wanted {
    /** Most subjects whose last messages are wanted at once. */
    private static final int SUBJECTS_MAX = 1024;

    /** So many messages, or subjects, are looked at until others get their turn. */
    private static final int AT_A_TIME = 1 << 16;

    private final Stream stream;
    private final MessageStore store;
    private final GetRequest request;
    private final String filter;
    private final boolean isFiltered;
    private final boolean isListed;
    private final TreeSet<Long> lasts = new TreeSet<>();
    private List<Long> listed = List.of();
    private boolean isPrepared;
    private int left;
    private long from;
    private int at;
    private long pending;
    private long upTo;
    private long countFrom;
    private int filterAt;
    private byte[] subjectAt = {};

    public Wanted(Stream stream, GetRequest request) {
        this.stream = stream;
        this.store = stream.store();
        this.request = request;
        this.filter = request.nextBySubject();
        this.isFiltered = !filter.isEmpty() && !filter.equals(">");
        this.isListed =
                !request.lastBySubject().isEmpty() || !request.multiLast().isEmpty();
        this.left = request.batch() == 0 && !request.multiLast().isEmpty()
                ? Integer.MAX_VALUE
                : Math.max(1, request.batch());
    }

    /** Finds out with which one it begins and how many there are. */
    void prepare() throws ApiException {
        if (isPrepared) {
            return;
        }
        if (!request.multiLast().isEmpty()) {
            if (upTo == 0) {
                upTo = upTo();
            }
            findLasts();
            listed = new ArrayList<>(lasts);
        } else if (!request.lastBySubject().isEmpty()) {
            long last = store.last(request.lastBySubject());
            listed = last == 0 ? List.of() : List.of(last);
        } else {
            if (from == 0) {
                from = first();
                countFrom = from;
            }
            count();
        }
        isPrepared = true;
    }

    private long first() {
        long first = Math.max(1, request.seq());
        return request.startTimeNanos() == 0 ? first : Math.max(first, store.seqAt(request.startTimeNanos()));
    }

    /** Returns up to which sequence messages count; who does not say it wants all that there are now. */
    private long upTo() {
        if (request.upToSeq() != 0) {
            return request.upToSeq();
        }
        return request.upToTimeNanos() == 0 ? store.lastSeq() : store.seqAt(request.upToTimeNanos()) - 1;
    }

    /** Looks for the last messages of all subjects that match one of those asked for. */
    private void findLasts() throws ApiException {
        int[] seen = {0};
        for (; filterAt < request.multiLast().size(); filterAt++) {
            store.forEachSubject(request.multiLast().get(filterAt), subjectAt, (subject, messages) -> {
                if (++seen[0] > AT_A_TIME) {
                    throw new NotInMemoryException(Fetch.nothing());
                }
                findLast(subject);
                subjectAt = subject;
                return lasts.size() <= SUBJECTS_MAX;
            });
            if (lasts.size() > SUBJECTS_MAX) {
                throw new ApiException(new ApiError(413, 0, "Too Many Results")); // ST-183
            }
            subjectAt = new byte[0];
        }
    }

    private void findLast(byte[] subject) {
        long last = store.lastOf(subject, 0, subject.length);
        if (last > upTo) {
            last = store.previousOf(subject, 0, subject.length, upTo + 1);
        }
        if (last != 0 && last >= request.seq()) {
            lasts.add(last);
        }
    }

    /** Counts how many messages match, if that is told. */
    private void count() {
        if (request.batch() == 0) {
            return;
        }
        if (!isFiltered) {
            pending = store.messagesFrom(from);
        } else if (from <= store.firstSeq()) {
            pending = store.messages(filter);
        } else {
            countOneByOne();
        }
    }

    private void countOneByOne() {
        long seq = store.next(filter, countFrom);
        for (int i = 0; seq != 0; i++) {
            pending++;
            countFrom = seq + 1;
            if (i == AT_A_TIME) {
                throw new NotInMemoryException(Fetch.nothing());
            }
            seq = store.next(filter, countFrom);
        }
    }

    Stream stream() {
        return stream;
    }

    long maxBytes() {
        return request.maxBytes() == 0 ? Long.MAX_VALUE : request.maxBytes();
    }

    long upToSeq() {
        return upTo;
    }

    /** Returns how many there are behind those that were taken. */
    long pending() {
        return pending;
    }

    /** Returns the next sequence, or 0. It stays the next one until it is taken. */
    long next() {
        if (left == 0) {
            return 0;
        }
        if (isListed) {
            return at < listed.size() ? listed.get(at) : 0;
        }
        boolean isExact = request.batch() == 0 && filter.isEmpty() && request.startTimeNanos() == 0;
        if (isExact) {
            return from;
        }
        return isFiltered ? store.next(filter, from) : store.nextSeq(from);
    }

    /** Takes note that the next one has been found. */
    void taken(long seq) {
        left--;
        if (isListed) {
            at++;
            pending = (long) listed.size() - at;
        } else {
            from = seq + 1;
            pending = Math.max(0, pending - 1);
        }
    }
}

package dev.gannet.jetstream.live;

import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.segment.MessageGoneException;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.store.segment.StoredMessage;
import dev.gannet.store.segment.StoredRead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that one request is for: the stream loop finds them, a few at a time, and a reader loads them.
 *
 * <p><b>Owner:</b> the stream loop and a reader, in turns.
 */
final class Retrieval {
    private static final int AT_A_TIME = 64;

    private final StreamLoop loop;
    private final Executor readers;
    private final Stream stream;
    private final Wanted wanted;
    private final MessageAnswer answer;
    private long bytes;
    private int messages;
    private long lastSeq;
    private long pending;
    private boolean isOver;

    Retrieval(Wanted wanted, StreamLoop loop, Executor readers, MessageAnswer answer) {
        this.stream = wanted.stream();
        this.loop = loop;
        this.readers = readers;
        this.wanted = wanted;
        this.answer = answer;
    }

    /** Finds and reads what comes next; on the stream loop. */
    void proceed() {
        List<Found> found = new ArrayList<>();
        while (found.size() < AT_A_TIME && !isOver) {
            long seq = wanted.next();
            StoredRead read = seq == 0 ? null : stream.store().read(seq);
            if (seq == 0) {
                isOver = true;
            } else if (read != null) {
                found.add(new Found(read, wanted.pending()));
            }
        }
        try {
            readers.execute(() -> load(found));
        } catch (RejectedExecutionException e) {
            close(found);
            answer.failed(ErrorCode.INSUFFICIENT_RESOURCES.error());
        }
    }

    private record Found(StoredRead read, long pending) {}

    /** On a reader. */
    private void load(List<Found> found) {
        int next = 0;
        while (next < found.size() && bytes < wanted.maxBytes()) {
            Found one = found.get(next++);
            StoredMessage message = load(one.read());
            if (message != null) {
                messages++;
                lastSeq = message.seq();
                pending = one.pending();
                bytes += message.subject().length + message.headers().length + message.payload().length;
                answer.message(message, pending);
            }
        }
        close(found.subList(next, found.size()));
        if (isOver || bytes >= wanted.maxBytes()) {
            answer.done(new MessageAnswer.End(messages, pending, lastSeq, wanted.upToSeq()));
        } else {
            loop.post(this::proceed);
        }
    }

    /** What was found holds its file until it is loaded or given back. */
    private static void close(List<Found> found) {
        found.forEach(one -> one.read().close());
    }

    private static @Nullable StoredMessage load(StoredRead read) {
        try {
            return read.load();
        } catch (MessageGoneException e) {
            return null; // It went while it was being looked for.
        } catch (IOException e) {
            return null; // It is damaged, which the store has told.
        }
    }

    /** The sequences that a request is for, one after the other; on the stream loop. */
    static final class Wanted {
        private final Stream stream;
        private final GetRequest request;
        private final List<Long> listed;
        private final String filter;
        private int left;
        private long from;
        private int at;
        private long pending;
        private long upTo;

        private Wanted(Stream stream, GetRequest request, List<Long> listed) {
            this.stream = stream;
            this.request = request;
            this.listed = listed;
            this.filter = request.nextBySubject();
            this.left = Math.max(1, request.batch());
            this.from = Math.max(1, request.seq());
        }

        /** Returns what a request wants of a stream. */
        static Wanted of(Stream stream, GetRequest request) {
            MessageStore store = stream.store();
            if (!request.lastBySubject().isEmpty()) {
                long last = store.last(request.lastBySubject());
                return new Wanted(stream, request, last == 0 ? List.of() : List.of(last));
            }
            Wanted wanted = new Wanted(stream, request, List.of());
            if (request.startTimeNanos() != 0) {
                wanted.from = Math.max(wanted.from, store.seqAt(request.startTimeNanos()));
            }
            wanted.pending = request.batch() == 0 ? 0 : wanted.count();
            return wanted;
        }

        /** Returns what a request wants that is for the last messages of subjects, which were found. */
        static Wanted of(Stream stream, GetRequest request, List<Long> sequences, long upTo) {
            Wanted wanted = new Wanted(stream, request, sequences);
            wanted.upTo = upTo;
            wanted.left = request.batch() == 0 ? Integer.MAX_VALUE : request.batch();
            return wanted;
        }

        /** Returns how many messages match. */
        private long count() {
            MessageStore store = stream.store();
            if (from <= store.firstSeq()) {
                return filter.isEmpty() ? store.messages() : store.messages(filter);
            }
            long count = 0;
            long seq = stored(from);
            while (seq != 0) {
                count++;
                seq = stored(seq + 1);
            }
            return count;
        }

        private long stored(long first) {
            return filter.isEmpty()
                    ? stream.store().nextSeq(first)
                    : stream.store().next(filter, first);
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

        long pending() {
            return pending;
        }

        long next() {
            if (left == 0) {
                return 0;
            }
            boolean isListed = !listed.isEmpty()
                    || !request.lastBySubject().isEmpty()
                    || !request.multiLast().isEmpty();
            long seq = isListed ? nextListed() : nextStored();
            left -= seq == 0 ? 0 : 1;
            return seq;
        }

        private long nextListed() {
            pending = Math.max(0, listed.size() - at - 1);
            return at < listed.size() ? listed.get(at++) : 0;
        }

        private long nextStored() {
            boolean isExact = request.batch() == 0 && filter.isEmpty() && request.startTimeNanos() == 0;
            long seq = isExact ? from : stored(from);
            from = seq + 1;
            pending = Math.max(0, pending - 1);
            return seq;
        }
    }
}

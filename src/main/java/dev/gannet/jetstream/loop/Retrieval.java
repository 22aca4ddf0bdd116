package dev.gannet.jetstream.loop;

import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.DamagedException;
import dev.gannet.store.segment.MessageGoneException;
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
public final class Retrieval {
    private static final int AT_A_TIME = 64;

    private final StreamLoop loop;
    private final Fetches fetches;
    private final Executor readers;
    private final ServerLog log;
    private final Stream stream;
    private final Wanted wanted;
    private final MessageAnswer answer;
    private long bytes;
    private int messages;
    private long lastSeq;
    private long pending;
    private boolean isOver;

    /** Who reads, and where it is found out what. */
    public record Means(StreamLoop loop, Fetches fetches, Executor readers, ServerLog log) {}

    public Retrieval(Wanted wanted, Means means, MessageAnswer answer) {
        this.stream = wanted.stream();
        this.loop = means.loop();
        this.fetches = means.fetches();
        this.readers = means.readers();
        this.log = means.log();
        this.wanted = wanted;
        this.answer = answer;
    }

    /** Finds and reads what comes next; on the stream loop. */
    public void proceed() {
        List<Found> found = new ArrayList<>();
        try {
            find(found);
        } catch (NotInMemoryException e) {
            if (found.isEmpty()) {
                fetch(e);
                return;
            }
        } catch (ApiException e) {
            answer.failed(e.error());
            return;
        } catch (RuntimeException e) {
            close(found);
            fail(e);
            return;
        }
        try {
            readers.execute(() -> load(found));
        } catch (RejectedExecutionException e) {
            close(found);
            answer.failed(ErrorCode.INSUFFICIENT_RESOURCES.error());
        }
    }

    private void find(List<Found> found) throws ApiException {
        wanted.prepare();
        while (found.size() < AT_A_TIME && !isOver) {
            long seq = wanted.next();
            if (seq == 0) {
                isOver = true;
                return;
            }
            StoredRead read = stream.store().read(seq);
            wanted.taken(seq);
            if (read != null) {
                found.add(new Found(read, wanted.pending()));
            }
        }
    }

    private void fetch(NotInMemoryException missing) {
        fetches.fetch(missing.fetch(), failure -> {
            if (failure == null) {
                proceed();
            } else {
                answer.failed(ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(failure.getMessage())));
            }
        });
    }

    private record Found(StoredRead read, long pending) {}

    /** On a reader. */
    private void load(List<Found> found) {
        int next = 0;
        try {
            while (next < found.size() && bytes < wanted.maxBytes()) {
                Found one = found.get(next++);
                tell(load(one.read()), one.pending());
            }
        } catch (IOException e) {
            answer.failed(ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(e.getMessage())));
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(e);
            return;
        } finally {
            close(found.subList(next, found.size()));
        }
        if (isOver || bytes >= wanted.maxBytes()) {
            answer.done(new MessageAnswer.End(messages, pending, lastSeq, wanted.upToSeq()));
        } else {
            loop.post(this::proceed);
        }
    }

    /** A bug, or no memory: it ends this request alone, and who waits for the answer is told. */
    private void fail(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        log.error("JetStream: messages of stream '" + stream.config().name() + "' of account '" + stream.account()
                + "' cannot be read: " + cause + (trace.length == 0 ? "" : " at " + trace[0]));
        answer.failed(ErrorCode.STREAM_STORE_FAILED.error(cause.toString()));
    }

    private void tell(@Nullable StoredMessage message, long pendingThen) {
        if (message != null) {
            messages++;
            lastSeq = message.seq();
            pending = pendingThen;
            bytes += message.subject().length + message.headers().length + message.payload().length;
            answer.message(message, pending);
        }
    }

    /** What was found holds its file until it is loaded or given back. */
    private static void close(List<Found> found) {
        found.forEach(one -> one.read().close());
    }

    private static @Nullable StoredMessage load(StoredRead read) throws IOException {
        try {
            return read.load();
        } catch (MessageGoneException e) {
            return null; // It went while it was being looked for.
        } catch (DamagedException e) {
            return null; // The store has told.
        }
    }
}

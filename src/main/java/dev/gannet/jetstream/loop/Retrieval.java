package dev.gannet.jetstream.loop;

import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.config.StorageType;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.Sight;
import dev.gannet.store.record.StoredBlock;
import dev.gannet.store.record.StoredView;
import dev.gannet.store.segment.DamagedException;
import dev.gannet.store.segment.MessageGoneException;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.store.segment.StoredMessage;
import dev.gannet.store.segment.StoredRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that one request is for: the stream loop finds them, a few at a time, and tells of those that are in
 * memory; a reader loads the others, with what stands behind them.
 *
 * <p><b>Owner:</b> the stream loop, and a reader where a message is large, in turns.
 */
public final class Retrieval {
    private static final int AT_A_TIME = 64;

    /** So much is read where one message is wanted, and where many in a row are. */
    private static final int BLOCK_BYTES = 16 << 10;

    private static final int LARGE_BLOCK_BYTES = 64 << 10;

    /** So many messages of a block must have been wanted before the next one is large. */
    private static final int USED_WELL = 8;

    /** What is done with a longer message takes a reader's time. */
    private static final int MESSAGE_BYTES_MAX = 64 << 10;

    private final Means means;
    private final Stream stream;
    private final MessageStore store;
    private final Wanted wanted;
    private final MessageAnswer answer;
    private final StoredView view = new StoredView();
    private @Nullable StoredBlock block; // Where the last message was found.
    private int served;
    private long bytes;
    private int messages;
    private long lastSeq;
    private long pending;

    /** Who reads, and where it is found out what. */
    public record Means(StreamLoop loop, Fetches fetches, Executor readers, RecentBlocks recent, ServerLog log) {}

    public Retrieval(Wanted wanted, Means means, MessageAnswer answer) {
        this.stream = wanted.stream();
        this.store = stream.store();
        this.means = means;
        this.wanted = wanted;
        this.answer = answer;
    }

    /** Finds and tells what comes next; on the stream loop. */
    public void proceed() {
        try {
            wanted.prepare();
            if (go()) {
                means.loop().post(this::proceed);
            }
        } catch (NotInMemoryException e) {
            fetch(e);
        } catch (ApiException e) {
            answer.failed(e.error());
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(e);
        }
    }

    /** Returns whether it is to go on when others had their turn; false if it is over, or goes on when something is read. */
    private boolean go() {
        for (int count = 0; count < AT_A_TIME; count++) {
            long seq = bytes < wanted.maxBytes() ? wanted.next() : 0;
            if (seq == 0) {
                answer.done(new MessageAnswer.End(messages, pending, lastSeq, wanted.upToSeq()));
                return false;
            }
            Sight sight = look(seq);
            if (sight == Sight.ELSEWHERE) {
                return false;
            }
            if (sight == Sight.SHOWN && messageBytes() > MESSAGE_BYTES_MAX) {
                readAlone(seq);
                return false;
            }
            wanted.taken(seq);
            if (sight == Sight.SHOWN) {
                served++;
                tell(message(), wanted.pending());
            }
        }
        return true;
    }

    private Sight look(long seq) {
        Sight sight = store.look(seq, block, view);
        if (sight != Sight.ELSEWHERE) {
            return sight;
        }
        if (stream.config().storage().type() == StorageType.MEMORY) {
            return lookOnHeap(seq);
        }
        StoredBlock recent = means.recent().find(stream.id(), seq);
        if (recent != null && recent != block) {
            sight = store.look(seq, recent, view);
            if (sight != Sight.ELSEWHERE) {
                block = recent;
                return sight;
            }
        }
        read(seq);
        return Sight.ELSEWHERE;
    }

    private Sight lookOnHeap(long seq) {
        StoredBlock next = store.block(seq, served >= USED_WELL ? BLOCK_BYTES : 0);
        if (next == null) {
            return Sight.GONE;
        }
        next.load();
        block = next;
        return store.look(seq, next, view);
    }

    private void read(long seq) {
        StoredBlock next = store.block(seq, served >= USED_WELL ? LARGE_BLOCK_BYTES : BLOCK_BYTES);
        served = 0;
        if (next == null || next.length() > Math.max(LARGE_BLOCK_BYTES, MESSAGE_BYTES_MAX)) {
            if (next != null) {
                next.close();
            }
            readAlone(seq);
            return;
        }
        try {
            means.readers().execute(() -> {
                next.load();
                means.loop().post(() -> isRead(seq, next));
            });
        } catch (RejectedExecutionException e) {
            next.close();
            answer.failed(ErrorCode.INSUFFICIENT_RESOURCES.error());
        }
    }

    private void isRead(long seq, StoredBlock loaded) {
        if (loaded.failure() != null) {
            readAlone(seq); // Which tells more of what is wrong.
            return;
        }
        means.recent().add(stream.id(), seq, loaded);
        block = loaded;
        proceed();
    }

    /** Has a reader load and tell one message. */
    private void readAlone(long seq) {
        try {
            StoredRead read = store.read(seq);
            wanted.taken(seq);
            long pendingThen = wanted.pending();
            if (read == null) {
                means.loop().post(this::proceed);
                return;
            }
            execute(read, pendingThen);
        } catch (NotInMemoryException e) {
            fetch(e);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void execute(StoredRead read, long pendingThen) {
        try {
            means.readers().execute(() -> load(read, pendingThen));
        } catch (RejectedExecutionException e) {
            read.close();
            answer.failed(ErrorCode.INSUFFICIENT_RESOURCES.error());
        }
    }

    /** On a reader. */
    private void load(StoredRead read, long pendingThen) {
        try {
            StoredMessage message = load(read);
            if (message != null) {
                tell(message, pendingThen);
            }
        } catch (IOException e) {
            answer.failed(ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(e.getMessage())));
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(e);
            return;
        }
        means.loop().post(this::proceed);
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

    private void fetch(NotInMemoryException missing) {
        means.fetches().fetch(missing.fetch(), failure -> {
            if (failure == null) {
                proceed();
                return;
            }
            Throwable cause = failure.getCause();
            if (cause != null && isBug(cause)) {
                fail(cause);
            } else {
                answer.failed(ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(failure.getMessage())));
            }
        });
    }

    private static boolean isBug(Throwable cause) {
        return !(cause instanceof IOException) && !(cause instanceof RejectedExecutionException);
    }

    /** A bug, or no memory: it ends this request alone, and who waits for the answer is told. */
    private void fail(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        means.log()
                .error("JetStream: messages of stream '" + stream.config().name() + "' of account '" + stream.account()
                        + "' cannot be read: " + cause + (trace.length == 0 ? "" : " at " + trace[0]));
        answer.failed(ErrorCode.STREAM_STORE_FAILED.error(cause.toString()));
    }

    private int messageBytes() {
        return view.subjectLength() + view.headersLength() + view.payloadLength();
    }

    /** Copies the message that is shown. */
    private StoredMessage message() {
        ByteBuffer in = view.bytes();
        byte[] subject = new byte[view.subjectLength()];
        byte[] headers = new byte[view.headersLength()];
        byte[] payload = new byte[view.payloadLength()];
        int at = view.subjectStart();
        in.get(at, subject);
        in.get(at + subject.length, headers);
        in.get(at + subject.length + headers.length, payload);
        return new StoredMessage(view.seq(), view.timestampNanos(), subject, headers, payload);
    }

    private void tell(StoredMessage message, long pendingThen) {
        messages++;
        lastSeq = message.seq();
        pending = pendingThen;
        bytes += message.subject().length + message.headers().length + message.payload().length;
        answer.message(message, pending);
    }
}

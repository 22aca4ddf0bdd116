package dev.gannet.jetstream.api;

import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.api.Bodies.Deletion;
import dev.gannet.jetstream.api.Bodies.Get;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.store.segment.StoredMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Requests about single messages (JA-9, JA-10). On the API's thread. */
final class MessageCalls {
    private static final int STREAM = 5;

    private final Streams streams;
    private final Bodies bodies;

    MessageCalls(Streams streams, Bodies bodies) {
        this.streams = streams;
        this.bodies = bodies;
    }

    void delete(ApiCall call) throws ApiException {
        Deletion deletion = bodies.deletion(call);
        streams.deleteMessage(
                call.account(),
                call.token(STREAM),
                deletion.seq(),
                !deletion.noErase(),
                call.then(done -> call.answer(call.head().flag("success", true))));
    }

    void get(ApiCall call) throws ApiException {
        Get get = bodies.get(call);
        if (get.batch > 0 || get.maxBytes > 0 || hasConflict(get)) {
            throw ErrorCode.BAD_REQUEST.exception();
        }
        get.multiLast = List.of(); // Only direct requests have more than one answer; here that is passed over.
        get.batch = 0;
        streams.get(call.account(), call.token(STREAM), get.request(false, 0), new Found(call, get.noHeaders));
    }

    private static boolean hasConflict(Get get) {
        boolean bySequence = get.seq != 0;
        boolean byLast = !get.lastBySubject.isEmpty();
        boolean byNext = !get.nextBySubject.isEmpty();
        boolean byTime = get.startTime != null;
        return (bySequence && byLast)
                || (!bySequence && !byLast && !byNext && !byTime)
                || (bySequence && byTime)
                || (byTime && byLast)
                || (byLast && byNext);
    }

    /** Answers with the message that is found; on a reader's thread. */
    private static final class Found implements MessageAnswer {
        private final ApiCall call;
        private final boolean noHeaders;
        private final AtomicReference<@Nullable StoredMessage> found = new AtomicReference<>();

        Found(ApiCall call, boolean noHeaders) {
            this.call = call;
            this.noHeaders = noHeaders;
        }

        @Override
        public void message(StoredMessage message, long pending) {
            found.compareAndSet(null, message);
        }

        @Override
        public void done(End end) {
            call.later(() -> {
                StoredMessage message = found.get();
                if (message == null) {
                    call.fail(ErrorCode.NO_MESSAGE_FOUND.error());
                } else {
                    call.answerQuietly(call.head().raw("message", StreamJson.message(message, noHeaders)));
                }
            });
        }

        @Override
        public void failed(ApiError error) {
            call.later(() -> call.fail(error));
        }
    }
}

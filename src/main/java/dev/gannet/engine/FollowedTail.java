package dev.gannet.engine;

import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.Tails;
import dev.gannet.jetstream.Tails.News;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.monitor.jetstream.FollowedStream;
import dev.gannet.store.segment.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream that is followed by who can wait. */
final class FollowedTail implements FollowedStream {
    private static final long WAIT_SECONDS_MAX = 30;

    private final Tails.Tail tail;

    FollowedTail(Tails.Tail tail) {
        this.tail = tail;
    }

    @Override
    public boolean hasMore() {
        return tail.hasMore();
    }

    @Override
    public @Nullable News next(int messagesMax, long bytesMax) {
        try {
            return await((Answer<News> answer) -> tail.next(messagesMax, bytesMax, answer));
        } catch (RefusedException e) {
            if (ErrorCode.STREAM_NOT_FOUND.is(e.error)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public List<StoredMessage> last(List<String> subjects, long upToSeq) {
        List<StoredMessage> found = new ArrayList<>();
        for (int from = 0; from < subjects.size(); from += Tails.Tail.SUBJECTS_MAX) {
            List<String> some = subjects.subList(from, Math.min(subjects.size(), from + Tails.Tail.SUBJECTS_MAX));
            found.addAll(await((Answer<List<StoredMessage>> answer) -> tail.last(some, upToSeq, answer)));
        }
        return found;
    }

    /** Asks, and waits for the answer. */
    static <T> T await(Consumer<Answer<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(new Answer<>() {
            @Override
            public void done(T value) {
                answer.complete(value);
            }

            @Override
            public void failed(ApiError error) {
                answer.completeExceptionally(new RefusedException(error));
            }
        });
        try {
            return answer.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + WAIT_SECONDS_MAX + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        tail.close();
    }

    /** What was asked cannot be answered. */
    static final class RefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private final transient ApiError error;

        RefusedException(ApiError error) {
            super(error.description());
            this.error = error;
        }
    }
}

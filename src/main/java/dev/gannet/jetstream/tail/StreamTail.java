package dev.gannet.jetstream.tail;

import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.Tails.News;
import dev.gannet.jetstream.Tails.Tail;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.Retrieval;
import dev.gannet.jetstream.loop.Wanted;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.segment.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One stream that is followed. What goes while messages are read is noted and told the next time, so that nothing stays
 * with the follower that the stream has not.
 *
 * <p><b>Owner:</b> the stream loop, but for what {@link Tail} says.
 */
public final class StreamTail implements Tail {
    private static final int NOTES_MAX = 1 << 20;

    /** So often nothing is found where something is, until that is taken for damaged. */
    private static final int EMPTY_READS_MAX = 3;

    private final Stream stream;
    private final Around around;
    private final Notes notes = new Notes(NOTES_MAX);
    private long nextSeq = 1;
    private int emptyReads;

    /**
     * What it works in.
     *
     * @param isThere whether the stream is
     */
    public record Around(FollowedStreams followed, Retrieval.Means means, BooleanSupplier isThere) {}

    /** Begins to follow a stream; on the stream loop. */
    public StreamTail(Stream stream, Around around) {
        this.stream = stream;
        this.around = around;
        around.followed().add(stream, notes);
    }

    @Override
    public boolean hasMore() {
        return notes.hasMore();
    }

    @Override
    public void next(int messagesMax, long bytesMax, Answer<News> answer) {
        around.means().loop().post(() -> tell(messagesMax, bytesMax, answer));
    }

    private void tell(int messagesMax, long bytesMax, Answer<News> answer) {
        if (!around.isThere().getAsBoolean()) {
            answer.failed(ErrorCode.STREAM_NOT_FOUND.error());
            return;
        }
        boolean isNew = notes.takeVoid();
        nextSeq = isNew ? 1 : nextSeq;
        long lastSeq = stream.store().lastSeq();
        News rest = new News(isNew, List.of(), notes.takeRemoved(), notes.takeRemovedBelow(), lastSeq, lastSeq);
        notes.telling(lastSeq);
        if (nextSeq > lastSeq) {
            answer.done(rest);
            return;
        }
        GetRequest request = new GetRequest(false, nextSeq, "", "", 0, messagesMax, bytesMax, List.of(), 0, 0);
        read(request, new Collected(lastSeq) {
            @Override
            void all(List<StoredMessage> messages, End end) {
                around.means().loop().post(() -> {
                    long seq = toldUpTo(end, lastSeq);
                    told(new News(rest.isNew(), messages, rest.removed(), rest.removedBelow(), seq, lastSeq), answer);
                });
            }

            @Override
            public void failed(ApiError error) {
                answer.failed(error);
            }
        });
    }

    /** Returns up to where the follower has all. What has gone while it was read may be all that was found. */
    private long toldUpTo(MessageAnswer.End end, long lastSeq) {
        if (end.messages() > 0) {
            emptyReads = 0;
            return end.pending() == 0 ? lastSeq : Math.min(end.lastSeq(), lastSeq);
        }
        long next = stream.store().nextSeq(nextSeq);
        if (next == 0 || next > lastSeq) {
            return lastSeq;
        }
        return ++emptyReads % EMPTY_READS_MAX == 0 ? next : nextSeq - 1;
    }

    private void told(News news, Answer<News> answer) {
        nextSeq = news.seq() + 1;
        if (news.seq() < news.lastSeq()) {
            notes.more();
        }
        answer.done(news);
    }

    @Override
    public void last(List<String> subjects, long upToSeq, Answer<List<StoredMessage>> answer) {
        GetRequest request = new GetRequest(false, 0, "", "", 0, 0, 0, subjects, upToSeq, 0);
        around.means()
                .loop()
                .post(() -> read(request, new Collected(upToSeq) {
                    @Override
                    void all(List<StoredMessage> messages, End end) {
                        answer.done(messages);
                    }

                    @Override
                    public void failed(ApiError error) {
                        answer.failed(error);
                    }
                }));
    }

    private void read(GetRequest request, MessageAnswer answer) {
        Wanted wanted = new Wanted(stream, request);
        new Retrieval(wanted, around.means(), answer).proceed();
    }

    /** Keeps the messages up to a sequence: of later ones it is not noted when they go. */
    private abstract static class Collected implements MessageAnswer {
        private final long upToSeq;
        private final List<StoredMessage> messages = new ArrayList<>();

        Collected(long upToSeq) {
            this.upToSeq = upToSeq;
        }

        abstract void all(List<StoredMessage> found, End end);

        @Override
        public void message(StoredMessage message, long pending) {
            if (message.seq() <= upToSeq) {
                messages.add(message);
            }
        }

        @Override
        public void done(End end) {
            all(messages, end);
        }
    }

    @Override
    public void close() {
        around.means().loop().post(() -> around.followed().remove(stream, notes));
    }
}

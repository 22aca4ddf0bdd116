package dev.gannet.jetstream;

import dev.gannet.account.Account;
import dev.gannet.store.segment.StoredMessage;
import java.util.List;

/** Where to follow streams from, whose messages somebody keeps in a form of its own. Any thread. */
public interface Tails {
    /** Begins to follow a stream that there is. */
    void follow(Account account, String stream, Answer<Tail> answer);

    /**
     * One stream that is followed. One question at a time; any thread.
     */
    interface Tail extends AutoCloseable {
        /** Returns whether something has happened since it was asked for what is next. At once. */
        boolean hasMore();

        /** Answers with what has happened; with an error if the stream is gone. */
        void next(int messagesMax, long bytesMax, Answer<News> answer);

        /**
         * Answers with the last messages of subjects, of which there may be {@value #SUBJECTS_MAX}, as of a sequence.
         * Those that are gone meanwhile are named by the next {@link #next} if it has told up to that sequence.
         */
        void last(List<String> subjects, long upToSeq, Answer<List<StoredMessage>> answer);

        @Override
        void close();

        /** Most subjects that are asked for at once. */
        int SUBJECTS_MAX = 1000;
    }

    /**
     * What has happened in a stream. First the messages have come, then others have gone.
     *
     * @param isNew whether what was told before is void, since more has gone than could be noted; so it is the first time
     * @param messages which have come, and are there
     * @param removed sequences of messages that have gone; not all of them were told of
     * @param removedBelow every message below this sequence has gone
     * @param seq up to which sequence all is told now
     * @param lastSeq of the stream; if it is higher than {@code seq} there is more
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record News(
            boolean isNew, List<StoredMessage> messages, long[] removed, long removedBelow, long seq, long lastSeq) {}
}

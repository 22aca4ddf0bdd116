package dev.gannet.jetstream;

import java.util.List;

/**
 * Which messages are wanted (JA-135). What was not said is zero or empty; times are nanoseconds since 1970. It was checked
 * for what cannot be said together (ST-178).
 *
 * @param isDirect whether it is asked for without the API: a stream that does not allow that is as if it were not there
 * @param seq of the message; with a subject or a batch the lowest that is wanted
 * @param lastBySubject the last message on a subject, which may have wildcards
 * @param nextBySubject the first message from {@code seq} on whose subject matches
 * @param startTimeNanos the first message at this time or later
 * @param batch how many at most; zero is one
 * @param maxBytes after how many bytes of messages it ends; zero is no bound
 * @param multiLast the last messages of all subjects that match one of these
 * @param upToSeq with {@code multiLast}: as of this sequence
 * @param upToTimeNanos with {@code multiLast}: as of this time
 */
public record GetRequest(
        boolean isDirect,
        long seq,
        String lastBySubject,
        String nextBySubject,
        long startTimeNanos,
        int batch,
        long maxBytes,
        List<String> multiLast,
        long upToSeq,
        long upToTimeNanos) {
    public GetRequest {
        multiLast = List.copyOf(multiLast);
    }

    /** Returns whether it takes no time to find what is wanted: one message of one sequence or subject. */
    public boolean isShort() {
        boolean isSearch = !nextBySubject.isEmpty() || !multiLast.isEmpty() || startTimeNanos != 0;
        return !isSearch && batch == 0 && lastBySubject.indexOf('*') < 0 && lastBySubject.indexOf('>') < 0;
    }
}

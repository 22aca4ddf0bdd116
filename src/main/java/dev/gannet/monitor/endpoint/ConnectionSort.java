package dev.gannet.monitor.endpoint;

import dev.gannet.monitor.ConnectionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How {@code /connz} may be sorted: by which figure, and whether the largest comes first. */
public enum ConnectionSort {
    CID("cid"),
    START("start"),
    SUBS("subs"),
    PENDING("pending"),
    MSGS_TO("msgs_to"),
    MSGS_FROM("msgs_from"),
    BYTES_TO("bytes_to"),
    BYTES_FROM("bytes_from"),
    LAST("last"),
    IDLE("idle"),
    UPTIME("uptime"),
    STOP("stop"),
    REASON("reason"),
    RTT("rtt");

    private static final Comparator<ConnectionSnapshot> BY_CID = Comparator.comparingLong(ConnectionSnapshot::cid);

    private final String word;

    ConnectionSort(String word) {
        this.word = word;
    }

    /** Returns the sort for a request's word, the one by cid for none, or null for an unknown word. */
    static @Nullable ConnectionSort of(String word) {
        if (word.isEmpty()) {
            return CID;
        }
        for (ConnectionSort sort : values()) {
            if (sort.word.equals(word)) {
                return sort;
            }
        }
        return null;
    }

    /** Whether only closed connections can be sorted so. */
    boolean needsClosed() {
        return this == STOP || this == REASON;
    }

    String word() {
        return word;
    }

    /** Returns the order. What is equal stays in the order of the cids. */
    Comparator<ConnectionSnapshot> order(Instant now) {
        return switch (this) {
            case CID, START -> BY_CID;
            case SUBS -> descending(ConnectionSnapshot::subscriptionCount);
            case PENDING -> descending(ConnectionSnapshot::pendingBytes);
            case MSGS_TO -> descending(c -> c.traffic().outMessages());
            case MSGS_FROM -> descending(c -> c.traffic().inMessages());
            case BYTES_TO -> descending(c -> c.traffic().outBytes());
            case BYTES_FROM -> descending(c -> c.traffic().inBytes());
            case LAST ->
                Comparator.comparing(ConnectionSnapshot::lastActivity)
                        .reversed()
                        .thenComparing(BY_CID);
            case IDLE -> Comparator.comparing(ConnectionSnapshot::lastActivity).thenComparing(BY_CID);
            case UPTIME ->
                Comparator.comparing((ConnectionSnapshot c) -> uptime(c, now)).thenComparing(BY_CID);
            case STOP ->
                Comparator.comparing((ConnectionSnapshot c) -> end(c, now))
                        .reversed()
                        .thenComparing(BY_CID);
            case REASON ->
                Comparator.comparing((ConnectionSnapshot c) -> String.valueOf(c.reason()))
                        .thenComparing(BY_CID);
            case RTT -> descending(ConnectionSnapshot::rttNanos);
        };
    }

    static Duration uptime(ConnectionSnapshot connection, Instant now) {
        return Duration.between(connection.start(), end(connection, now));
    }

    static Instant end(ConnectionSnapshot connection, Instant now) {
        Instant stop = connection.stop();
        return stop == null ? now : stop;
    }

    private static Comparator<ConnectionSnapshot> descending(ToLongFunction<ConnectionSnapshot> figure) {
        return Comparator.comparingLong(figure).reversed().thenComparing(BY_CID);
    }
}

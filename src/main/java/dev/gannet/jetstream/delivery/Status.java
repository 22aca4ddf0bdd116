package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What somebody who waits for messages is told instead of one (CO-118 to CO-136): header blocks. */
final class Status {
    static final byte[] NO_MESSAGES = of("404 No Messages");
    static final byte[] REQUESTS_PENDING = of("408 Requests Pending");
    static final byte[] MAX_WAITING = of("409 Exceeded MaxWaiting");
    static final byte[] LEVEL = of("412 Required Api Level");
    static final byte[] PUSH_BASED = of("409 Consumer is push based");
    static final byte[] DELETED = of("409 Consumer Deleted");
    static final byte[] WRONG_PIN = of("423 Nats-Pin-Id mismatch");

    private Status() {}

    static byte[] of(String status) {
        return ("NATS/1.0 " + status + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    /** Returns a status that says what was not sent of what was asked for. */
    static byte[] of(String status, Waiting of) {
        return ("NATS/1.0 " + status + "\r\nNats-Pending-Messages: " + of.left() + "\r\nNats-Pending-Bytes: "
                        + of.leftBytes() + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    /**
     * Returns what is told when there is nothing to tell (CO-136, CO-141).
     *
     * @param stalled where to answer so that it goes on, or empty
     */
    static byte[] heartbeat(long consumerSeq, long streamSeq, String stalled) {
        String more = stalled.isEmpty() ? "" : "Nats-Consumer-Stalled: " + stalled + "\r\n";
        return ("NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: " + consumerSeq + "\r\nNats-Last-Stream: "
                        + streamSeq + "\r\n" + more + "\r\n")
                .getBytes(ISO_8859_1);
    }
}

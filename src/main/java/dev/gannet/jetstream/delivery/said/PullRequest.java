package dev.gannet.jetstream.delivery.said;

/**
 * What a request for messages says (CO-112, CO-113). Durations are nanoseconds; 0 is none.
 *
 * @param batch how many messages; one is sent at least (CO-115)
 * @param maxBytes how many bytes at most; 0 is any number
 * @param priority null if the request says nothing of it
 */
public record PullRequest(
        long batch, long maxBytes, long expiresNanos, boolean noWait, long heartbeatNanos, PullPriority priority) {
    /** Who says nothing wants one message. */
    public static final PullRequest ONE = ofBatch(1);

    /** Returns a request for so many messages and nothing else. */
    public static PullRequest ofBatch(long batch) {
        return new PullRequest(batch, 0, 0, false, 0, PullPriority.UNSAID);
    }

    /**
     * Which requests are served first (CO-150 to CO-161).
     *
     * @param isSaid whether the request could say something of it (CO-151)
     * @param id of the client that the group is bound to, or empty
     */
    public record PullPriority(
            boolean isSaid, String group, long minPending, long minAckPending, String id, long priority) {
        public static final PullPriority UNSAID = new PullPriority(false, "", 0, 0, "", 0);
    }
}

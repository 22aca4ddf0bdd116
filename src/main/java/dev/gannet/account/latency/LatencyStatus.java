package dev.gannet.account.latency;

/** How a measured request ended (AC-49). */
public enum LatencyStatus {
    ANSWERED(200, ""),

    /** It did not say where an answer goes. */
    NO_REPLY(400, "Bad Request"),

    /** Nobody listens any more to where the answer goes. */
    INTEREST_LOST(408, "Request Timeout"),

    NOBODY_THERE(503, "Service Unavailable"),

    /** No answer came in time. */
    TIMED_OUT(504, "Service Timeout");

    private final int code;
    private final String description;

    LatencyStatus(int code, String description) {
        this.code = code;
        this.description = description;
    }

    int code() {
        return code;
    }

    /** Returns what went wrong; empty if nothing did. */
    String description() {
        return description;
    }
}

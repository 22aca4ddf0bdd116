package dev.gannet.tracing;

/** Why a traced message was not delivered to a subscription that matches it (CP-239). */
public enum NotDelivered {
    NO_ECHO("Not delivered because of no echo"),
    DENIED("Not delivered because subscription denies this subject"),
    SUBSCRIPTION_CLOSED("Not delivered because subscription is closed"),
    AUTO_UNSUBSCRIBED("Not delivered because auto-unsubscribe exceeded"),
    NOT_STALLED("Not delivered because fast producer not stalled and consumer is slow");

    private final String text;

    NotDelivered(String text) {
        this.text = text;
    }

    /** Returns what the event says. */
    public String text() {
        return text;
    }
}

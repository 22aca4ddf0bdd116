package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Quoted;

/**
 * The errors that a client is told of with {@code -ERR} (CP-128..153). Their texts are part of the protocol: client
 * libraries compare them, so a text changes only when the reference server's does.
 *
 * <p>Whether the connection ends with the error is said by the {@link CloseReason} at the place that sends it.
 */
public enum WireError {
    UNKNOWN_OPERATION("Unknown Protocol Operation"),
    MAXIMUM_CONTROL_LINE("maximum control line exceeded"),
    MAXIMUM_PAYLOAD("Maximum Payload Violation"),
    AUTHORIZATION("Authorization Violation"),
    AUTHENTICATION_TIMEOUT("Authentication Timeout"),
    MAXIMUM_CONNECTIONS("maximum connections exceeded"),
    MAXIMUM_ACCOUNT_CONNECTIONS("maximum account active connections exceeded"),
    MAXIMUM_SUBSCRIPTIONS("maximum subscriptions exceeded"),
    INVALID_SUBJECT("Invalid Subject"),
    INVALID_PUBLISH_SUBJECT("Invalid Publish Subject"),
    STALE_CONNECTION("Stale Connection"),
    INVALID_CLIENT_PROTOCOL("invalid client protocol"),
    TLS_REQUIRED("Secure Connection - TLS Required"),
    THROTTLED("Connection throttling is active. Please try again later."),
    NO_RESPONDERS_REQUIRES_HEADERS("no responders requires headers support");

    private final String text;

    WireError(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Returns the whole line to send. */
    public byte[] line() {
        return line(text);
    }

    /** Returns the line for any text; its chars are the bytes of the wire. */
    public static byte[] line(String text) {
        return ("-ERR '" + text + "'\r\n").getBytes(ISO_8859_1);
    }

    public static String publishViolation(String subject) {
        return "Permissions Violation for Publish to " + Quoted.ofBytes(subject);
    }

    /** Gannet's own. Client libraries that do not know a text end their connection for it, but for those that begin so. */
    public static String rateViolation(String subject, String why) {
        return publishViolation(subject) + ": " + why;
    }

    public static String replyViolation(String reply) {
        return "Permissions Violation for Publish with Reply of " + Quoted.ofBytes(reply);
    }

    public static String subscriptionViolation(String subject) {
        return "Permissions Violation for Subscription to " + Quoted.ofBytes(subject);
    }

    public static String subscriptionViolation(String subject, String queue) {
        return subscriptionViolation(subject) + " using queue " + Quoted.ofBytes(queue);
    }

    public static String tooManyTokens(String subject) {
        return subscriptionViolation(subject) + ", too many tokens";
    }
}

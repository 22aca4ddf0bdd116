package dev.gannet.protocol;

/** Why a connection ended, in the words that {@code /connz} and the log use (CP-155..157). */
public enum CloseReason {
    CLIENT_CLOSED("Client Closed", true),
    AUTHENTICATION_TIMEOUT("Authentication Timeout", true),
    AUTHENTICATION_FAILURE("Authentication Failure", true),
    TLS_HANDSHAKE("TLS Handshake Failure", false),
    SLOW_CONSUMER_PENDING_BYTES("Slow Consumer (Pending Bytes)", false),
    SLOW_CONSUMER_WRITE_DEADLINE("Slow Consumer (Write Deadline)", false),
    WRITE_ERROR("Write Error", false),
    READ_ERROR("Read Error", false),
    PARSE_ERROR("Parse Error", true),
    STALE_CONNECTION("Stale Connection", true),
    PROTOCOL_VIOLATION("Protocol Violation", true),
    BAD_CLIENT_PROTOCOL("Bad Client Protocol Version", true),
    MAXIMUM_CONNECTIONS("Maximum Connections Exceeded", true),
    MAXIMUM_ACCOUNT_CONNECTIONS("Maximum Account Connections Exceeded", true),
    MAXIMUM_PAYLOAD("Maximum Message Payload Exceeded", true),
    MAXIMUM_CONTROL_LINE("Maximum Control Line Exceeded", true),
    MAXIMUM_SUBSCRIPTIONS("Maximum Subscriptions Exceeded", true),
    SERVER_SHUTDOWN("Server Shutdown", true),
    NO_RESPONDERS_REQUIRES_HEADERS("No Responders Requires Headers", true),
    KICKED("Kicked", true),
    PROXY_NOT_TRUSTED("Proxy Not Trusted", true),
    PROXY_REQUIRED("Proxy Required", true);

    private final String text;
    private final boolean flushes;

    CloseReason(String text, boolean flushes) {
        this.text = text;
        this.flushes = flushes;
    }

    public String text() {
        return text;
    }

    /** Returns whether what is on its way to the peer is still sent before the socket closes (CP-201). */
    public boolean flushes() {
        return flushes;
    }
}

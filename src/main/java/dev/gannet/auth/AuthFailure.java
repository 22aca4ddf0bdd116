package dev.gannet.auth;

/** Why a client is turned away: for the server's own log, never for the client. */
public enum AuthFailure {
    NO_CREDENTIALS("no credentials that are asked for"),
    UNKNOWN_USER("unknown user"),
    CONNECTION_TYPE("the user may not connect this way"),
    NO_CERTIFICATE("no certificate that names a user"),
    WRONG_PASSWORD("wrong password"),
    WRONG_TOKEN("wrong token"),
    NO_SIGNATURE("Signature missing"),
    WRONG_SIGNATURE("Signature not verified"),
    PROXY_NOT_TRUSTED("proxy is not trusted"),
    PROXY_REQUIRED("proxy connection required");

    private final String text;

    AuthFailure(String text) {
        this.text = text;
    }

    /** Returns a sentence's part for a debug line. */
    public String text() {
        return text;
    }
}

package dev.gannet.protocol.json;

/** JSON is not what it has to be. It is an answer, so it has no stack trace. */
public class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message, null, false, false);
    }

    /** Returns what is wrong, in the reference's words. */
    public final String problem() {
        return String.valueOf(getMessage());
    }
}

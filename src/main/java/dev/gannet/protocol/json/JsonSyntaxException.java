package dev.gannet.protocol.json;

/** Something is no JSON. */
final class JsonSyntaxException extends JsonException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param offset how many bytes had been read, with the one that is wrong
     */
    JsonSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}

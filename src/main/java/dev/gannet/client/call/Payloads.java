package dev.gannet.client.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Payloads as objects: texts, bytes, and everything else as JSON-B has it. JSON-B need not be there until a type needs it.
 *
 * <p><b>Owner:</b> the thread that deploys; what it returns may be used by any.
 */
public final class Payloads {
    private @Nullable JsonPayloads json;

    /** Makes an object of a payload. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads.
         *
         * @throws UnreadableException if the payload is not what it should be
         */
        @Nullable
        Object read(byte[] payload);
    }

    /** Makes a payload of an object. */
    @FunctionalInterface
    public interface Writer {
        byte[] write(Object value);
    }

    /** A message is not what the method expects: its sender's mistake. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Returns what reads payloads as a type.
     *
     * @throws IllegalArgumentException if JSON-B is needed and not there
     */
    public Reader reader(Type type) {
        if (type == String.class) {
            return payload -> new String(payload, UTF_8);
        }
        if (type == byte[].class) {
            return payload -> payload;
        }
        return json(type).reader(type);
    }

    /**
     * Returns what writes objects of a type.
     *
     * @throws IllegalArgumentException if JSON-B is needed and not there
     */
    public Writer writer(Type type) {
        if (type == String.class) {
            return value -> ((String) value).getBytes(UTF_8);
        }
        if (type == byte[].class) {
            return value -> (byte[]) value;
        }
        return json(type).writer(type);
    }

    private JsonPayloads json(Type type) {
        JsonPayloads found = json;
        if (found == null) {
            try {
                found = JsonPayloads.create();
            } catch (RuntimeException | LinkageError e) {
                throw new IllegalArgumentException(
                        type.getTypeName() + " needs JSON-B, which is not there: " + e.getMessage()
                                + " (expected: String, byte[], or an implementation of jakarta.json.bind)",
                        e);
            }
            json = found;
        }
        return found;
    }
}

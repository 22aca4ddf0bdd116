package dev.gannet.client.call;

import dev.gannet.api.ServiceException;
import java.util.List;
import java.util.Map;

/**
 * What is said of a call that failed: to the asker as headers, to others in the log. Stack traces stay here.
 *
 * @param code as in HTTP: below 500 it is the sender's mistake
 */
public record Failure(int code, String text) {
    private static final int TEXT_LENGTH_MAX = 200;

    /** Returns what is said of what a call of a method has thrown. */
    public static Failure of(BeanMethod method, Throwable thrown) {
        Throwable cause = MethodCall.unwrapped(thrown);
        if (cause instanceof ServiceException said) {
            return new Failure(said.code(), line(said));
        }
        if (cause instanceof Payloads.UnreadableException) {
            return new Failure(400, line(cause));
        }
        if (Violations.isViolation(cause)) {
            String violated = Violations.ofParameters(method, cause);
            return violated.isEmpty() ? new Failure(500, line(cause)) : new Failure(400, limited(violated));
        }
        return new Failure(500, line(cause));
    }

    /** Whether the same message would fail again, whenever it came. */
    public boolean isOfSender() {
        return code < 500;
    }

    /** The headers of the answer. */
    public Map<String, List<String>> headers() {
        return Map.of("Nats-Service-Error", List.of(text), "Nats-Service-Error-Code", List.of(String.valueOf(code)));
    }

    private static String line(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : limited(message);
    }

    /** The first line, in characters that a header can have. */
    private static String limited(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= TEXT_LENGTH_MAX ? line : line.substring(0, TEXT_LENGTH_MAX);
    }
}

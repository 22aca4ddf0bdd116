package dev.gannet.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that has arrived. Any thread; the arrays and maps belong to whoever was given the message. */
public interface Message {
    /** The subject that it was sent to. */
    String subject();

    /** Where an answer is expected; null if nobody waits for one. */
    @Nullable
    String reply();

    /** The values of each header in their order; empty without headers. */
    Map<String, List<String>> headers();

    byte[] payload();

    /** The payload as UTF-8. */
    default String text() {
        return new String(payload(), UTF_8);
    }

    /** The first value of a header; null if it is not there. Names differ by case. */
    default @Nullable String header(String name) {
        List<String> values = headers().get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /**
     * Answers.
     *
     * @throws MessagingException if nobody waits for an answer
     */
    void respond(byte[] payload);

    /** Answers with UTF-8. */
    default void respond(String text) {
        respond(text.getBytes(UTF_8));
    }
}

package dev.gannet.client.call;

import dev.gannet.api.Message;
import java.util.Map;
import java.util.function.Function;

/**
 * What the methods of one kind may ask for.
 *
 * @param subject the subject that messages come from, whose wildcards are the tokens
 * @param special parameters of this kind alone, by their type, and how they are found in a message
 */
public record CallShape(String subject, Map<Class<?>, Function<Message, Object>> special) {
    public CallShape {
        special = Map.copyOf(special);
    }

    public static CallShape of(String subject) {
        return new CallShape(subject, Map.of());
    }
}

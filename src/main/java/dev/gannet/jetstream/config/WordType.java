package dev.gannet.jetstream.config;

import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonFaults;
import dev.gannet.protocol.json.JsonType;
import dev.gannet.protocol.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Choices by their words (ST-36). What is none of them ends the reading, as it does in the reference. */
public final class WordType<E extends Enum<E> & Word> implements JsonType<E> {
    private final E[] choices;

    public WordType(Class<E> type) {
        choices = type.getEnumConstants();
    }

    @Override
    public boolean takesNull() {
        return true;
    }

    @Override
    public @Nullable E read(JsonValue value, JsonFaults faults) throws JsonException {
        String raw = value.span().text();
        for (E choice : choices) {
            if (choice.isWritten(raw)) {
                return choice;
            }
        }
        if (!(choices[0] instanceof Compression)) {
            throw new JsonException(choices[0].unknown(raw));
        }
        // The reference reads this one as a text first.
        if (value instanceof JsonValue.Text || value instanceof JsonValue.Nothing) {
            throw new JsonException("unknown compression algorithm");
        }
        faults.mismatch(value.kind(), "string");
        return null;
    }
}

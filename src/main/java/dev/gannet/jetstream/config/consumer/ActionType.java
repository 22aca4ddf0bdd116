package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.consumer.ConsumerConfigReader.Action;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonFaults;
import dev.gannet.protocol.json.JsonType;
import dev.gannet.protocol.json.JsonValue;

/** What is to happen, by its word (CO-44). What is none ends the reading, as it does in the reference. */
final class ActionType implements JsonType<Action> {
    @Override
    public boolean takesNull() {
        return true;
    }

    @Override
    public Action read(JsonValue value, JsonFaults faults) throws JsonException {
        String raw = value.span().text();
        return switch (raw) {
            case "\"\"" -> Action.EITHER;
            case "\"update\"" -> Action.UPDATE;
            case "\"create\"" -> Action.CREATE;
            default -> throw new JsonException("unknown consumer action: " + raw);
        };
    }
}

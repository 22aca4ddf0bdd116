package dev.gannet.client.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Type;

/** What knows JSON-B; it is loaded when a type needs it. */
record JsonPayloads(Jsonb jsonb) {
    static JsonPayloads create() {
        return new JsonPayloads(JsonbBuilder.create());
    }

    Payloads.Reader reader(Type type) {
        return payload -> {
            try {
                return jsonb.fromJson(new String(payload, UTF_8), type);
            } catch (JsonbException | ClassCastException e) {
                // What the parser says may quote the payload, and speak of classes.
                throw new Payloads.UnreadableException("the payload is not the JSON of a " + simple(type), e);
            }
        };
    }

    Payloads.Writer writer(Type type) {
        return value -> jsonb.toJson(value, type).getBytes(UTF_8);
    }

    private static String simple(Type type) {
        return type instanceof Class<?> named ? named.getSimpleName() : type.getTypeName();
    }
}

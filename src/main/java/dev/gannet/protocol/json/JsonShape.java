package dev.gannet.protocol.json;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The members that an object may have, and where they go. Made once; any thread reads with it.
 *
 * @param <T> what the object is read into
 */
public final class JsonShape<T> implements JsonType<T> {
    static final String INCOMPLETE = "unexpected EOF";

    private final String struct;
    private final Supplier<T> maker;
    private final Map<String, Field<T, ?>> fields = new HashMap<>();
    private String prefix = "";

    /** A member: its way from the outermost object, and what is done with its value. */
    private record Field<T, V>(String path, JsonType<V> type, BiConsumer<T, V> put) {
        void read(JsonValue value, T into, JsonFaults faults) throws JsonException {
            if (value instanceof JsonValue.Nothing && !type.takesNull()) {
                return;
            }
            faults.enterField(path);
            V read = type.read(value, faults);
            faults.leaveField();
            if (read != null) {
                put.accept(into, read);
            }
        }
    }

    /**
     * @param struct what the reference calls the object
     * @param maker makes what an object is read into
     */
    public JsonShape(String struct, Supplier<T> maker) {
        this.struct = struct;
        this.maker = maker;
    }

    /** Says that what is added from now on belongs to a part of this name, which messages name. */
    public JsonShape<T> within(String part) {
        prefix = part.isEmpty() ? "" : part + ".";
        return this;
    }

    /** Adds a member. */
    public <V> JsonShape<T> with(String name, JsonType<V> type, BiConsumer<T, V> put) {
        fields.put(name, new Field<>(prefix + name, type, put));
        return this;
    }

    @Override
    public @Nullable T read(JsonValue value, JsonFaults faults) throws JsonException {
        if (!(value instanceof JsonValue.Members members)) {
            faults.mismatch(value.kind(), "server." + struct);
            return null;
        }
        T into = maker.get();
        read(members, into, faults);
        return into;
    }

    private void read(JsonValue.Members members, T into, JsonFaults faults) throws JsonException {
        faults.enter(struct);
        for (JsonValue.Member member : members.all()) {
            Field<T, ?> field = fields.get(member.name());
            if (field == null) {
                field = fields.get(member.name().toLowerCase(Locale.ROOT));
            }
            if (field == null) {
                faults.unknown(member.name());
            } else {
                field.read(member.value(), into, faults);
            }
        }
        faults.leave();
    }

    /**
     * Reads a request: value after value into the same, as long as there are any.
     *
     * @param isStrict whether members are errors that nobody knows; else the request is one value, and they are passed
     *     over
     */
    public T request(byte[] json, boolean isStrict) throws JsonException {
        T into = maker.get();
        try {
            JsonParser parser = new JsonParser(json);
            for (JsonValue value = parser.next(); value != null; value = parser.next()) {
                readInto(value, into, new JsonFaults(false));
            }
        } catch (JsonSyntaxException e) {
            if (isStrict) {
                throw e.problem().equals(INCOMPLETE) ? e : new JsonException(e.problem() + " at offset " + e.offset());
            }
            lenient(json, into);
        } catch (JsonException e) {
            if (isStrict) {
                throw e;
            }
            lenient(json, into);
        }
        return into;
    }

    private void lenient(byte[] json, T into) throws JsonException {
        try {
            whole(json, into);
        } catch (JsonSyntaxException e) {
            throw e.problem().equals(INCOMPLETE) ? new JsonException("unexpected end of JSON input") : e;
        }
    }

    /** Reads one value; members that nobody knows are passed over. */
    public T whole(byte[] json) throws JsonException {
        T into = maker.get();
        lenient(json, into);
        return into;
    }

    private void whole(byte[] json, T into) throws JsonException {
        readInto(new JsonParser(json).only(), into, new JsonFaults(true));
    }

    private void readInto(JsonValue value, T into, JsonFaults faults) throws JsonException {
        if (value instanceof JsonValue.Members members) {
            read(members, into, faults);
        } else if (!(value instanceof JsonValue.Nothing)) {
            faults.mismatch(value.kind(), "server." + struct);
        }
        faults.check();
    }
}

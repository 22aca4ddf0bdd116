package dev.gannet.protocol.json;

import dev.gannet.base.GoTime;
import dev.gannet.protocol.GoJson;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Writes objects member by member, in the order in which they are told, as the reference would.
 *
 * <p><b>Owner:</b> who writes.
 */
public final class JsonWriter {
    private final StringBuilder json = new StringBuilder(256).append('{');

    /** Appends a member whose value is written already. */
    public JsonWriter raw(String name, CharSequence value) {
        key(name).append(value);
        return this;
    }

    /** Appends a text. */
    public JsonWriter text(String name, String value) {
        GoJson.quoteBytes(key(name), value);
        return this;
    }

    /** Appends a text unless it is empty. */
    public JsonWriter textIfAny(String name, String value) {
        return value.isEmpty() ? this : text(name, value);
    }

    /** Appends a number with a sign. */
    public JsonWriter number(String name, long value) {
        key(name).append(value);
        return this;
    }

    /** Appends a number with a sign unless it is zero. */
    public JsonWriter numberIfAny(String name, long value) {
        return value == 0 ? this : number(name, value);
    }

    /** Appends a number without a sign. */
    public JsonWriter unsigned(String name, long value) {
        key(name).append(Long.toUnsignedString(value));
        return this;
    }

    /** Appends a number without a sign unless it is zero. */
    public JsonWriter unsignedIfAny(String name, long value) {
        return value == 0 ? this : unsigned(name, value);
    }

    /** Appends true or false. */
    public JsonWriter flag(String name, boolean value) {
        key(name).append(value);
        return this;
    }

    /** Appends true, or nothing. */
    public JsonWriter flagIfSet(String name, boolean value) {
        return value ? flag(name, true) : this;
    }

    /** Appends a time. */
    public JsonWriter time(String name, Instant value) {
        key(name).append('"').append(GoTime.format(value)).append('"');
        return this;
    }

    /** Appends a list of texts. */
    public JsonWriter texts(String name, Collection<String> values) {
        key(name).append('[');
        char separator = ' ';
        for (String value : values) {
            GoJson.quoteBytes(separator == ' ' ? json : json.append(separator), value);
            separator = ',';
        }
        json.append(']');
        return this;
    }

    /** Appends a list of texts unless it is empty. */
    public JsonWriter textsIfAny(String name, Collection<String> values) {
        return values.isEmpty() ? this : texts(name, values);
    }

    /** Appends an object whose members are texts, unless it is empty. */
    public JsonWriter textsIfAny(String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            JsonWriter object = new JsonWriter();
            values.forEach(object::text);
            raw(name, object.finish());
        }
        return this;
    }

    /** Appends values that are written already as a list. */
    public JsonWriter list(String name, Collection<? extends CharSequence> values) {
        key(name).append('[').append(String.join(",", values)).append(']');
        return this;
    }

    /** Ends the object and returns it; nothing is to be appended from then on. */
    public String finish() {
        return json.append('}').toString();
    }

    private StringBuilder key(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        return GoJson.quoteBytes(json, name).append(':');
    }
}

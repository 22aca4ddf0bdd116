package dev.gannet.protocol.json;

import dev.gannet.base.Quoted;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where one is in an object that is read, and what was found wrong first: reading goes on behind it.
 *
 * <p><b>Owner:</b> who reads.
 */
public final class JsonFaults {
    private final boolean takesUnknown;
    private final Deque<String> structs = new ArrayDeque<>();
    private final Deque<String> fields = new ArrayDeque<>();
    private @Nullable String first;

    /**
     * @param takesUnknown whether members that nobody knows are passed over
     */
    JsonFaults(boolean takesUnknown) {
        this.takesUnknown = takesUnknown;
    }

    /** Begins with an object of this name. */
    void enter(String struct) {
        structs.push(struct);
    }

    void leave() {
        structs.pop();
    }

    /** Begins with a member. */
    void enterField(String path) {
        fields.addLast(path);
    }

    void leaveField() {
        fields.removeLast();
    }

    /** A value is of another type than it has to be. */
    public void mismatch(String value, String type) {
        String where = fields.isEmpty()
                ? "value of type " + type
                : "struct field " + structs.peek() + "." + String.join(".", fields) + " of type " + type;
        add("json: cannot unmarshal " + value + " into Go " + where);
    }

    void unknown(String name) {
        if (!takesUnknown) {
            add("json: unknown field " + Quoted.ofBytes(name));
        }
    }

    private void add(String fault) {
        if (first == null) {
            first = fault;
        }
    }

    /** Says what was wrong, if anything was. */
    void check() throws JsonException {
        if (first != null) {
            throw new JsonException(first);
        }
    }
}

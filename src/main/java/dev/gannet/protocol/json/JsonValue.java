package dev.gannet.protocol.json;

import java.util.List;

/** A value as it was read. Immutable. */
public sealed interface JsonValue {
    /** Returns it as it was written. */
    Span span();

    /** Returns what the reference calls what is like it. */
    String kind();

    /** A piece of what was read, of which each char is a byte. */
    record Span(String all, int from, int to) {
        public String text() {
            return all.substring(from, to);
        }
    }

    /** A text without its quotes; what was no UTF-8 is U+FFFD. */
    record Text(Span span, String text) implements JsonValue {
        @Override
        public String kind() {
            return "string";
        }
    }

    /** A number. */
    record Numeric(Span span) implements JsonValue {
        @Override
        public String kind() {
            return "number";
        }
    }

    /** True or false. */
    record Truth(Span span, boolean isTrue) implements JsonValue {
        @Override
        public String kind() {
            return "bool";
        }
    }

    /** Nothing. */
    record Nothing(Span span) implements JsonValue {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** A list. */
    record Items(Span span, List<JsonValue> values) implements JsonValue {
        @Override
        public String kind() {
            return "array";
        }
    }

    /** An object, with its members as they were written: a name may be there twice. */
    record Members(Span span, List<Member> all) implements JsonValue {
        @Override
        public String kind() {
            return "object";
        }
    }

    /** A member of an object. */
    record Member(String name, JsonValue value) {}
}

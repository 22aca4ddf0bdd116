package dev.gannet.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Compares an INFO's fields with those that a transcript names. A value {@code null} means that the field must be
 * absent; a text {@code "~regex"} that the value, as text, must match; any other value must be equal. A field
 * {@code "only": true} means that there may be no field beside the named ones.
 */
final class InfoFields {
    private static final String ONLY = "only";
    private static final String REGEX = "~";

    private InfoFields() {}

    /** Returns what differs; empty if nothing does. */
    static List<String> differences(JsonNode expected, JsonNode actual) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            if (!field.getKey().equals(ONLY) && !matches(field.getValue(), actual.path(field.getKey()))) {
                found.add(
                        field.getKey() + ": " + actual.path(field.getKey()) + " (expected: " + field.getValue() + ")");
            }
        }
        if (expected.path(ONLY).asBoolean()) {
            actual.fieldNames().forEachRemaining(name -> {
                if (!expected.has(name)) {
                    found.add(name + ": " + actual.get(name) + " (expected: absent)");
                }
            });
        }
        return found;
    }

    private static boolean matches(JsonNode expected, JsonNode actual) {
        if (expected.isNull()) {
            return actual.isMissingNode();
        }
        if (expected.isTextual() && expected.asText().startsWith(REGEX)) {
            String text = actual.isValueNode() ? actual.asText() : actual.toString();
            return !actual.isMissingNode() && Pattern.matches(expected.asText().substring(1), text);
        }
        return expected.equals(actual);
    }
}

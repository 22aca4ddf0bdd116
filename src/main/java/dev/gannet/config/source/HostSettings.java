package dev.gannet.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings that a host has from elsewhere than from a file: keys of {@code nats.conf}, with dots between the blocks, and
 * their values as they would stand in the file.
 *
 * <pre>
 *  gannet.max_payload             = 2MB
 *  gannet.authorization.timeout   = 5
 *  gannet.authorization.users     = [{user: ann, password: "$2a$11$..."}]
 * </pre>
 */
public final class HostSettings {
    private static final Pattern KEY = Pattern.compile("[\\w-]+([.][\\w-]+)*");

    /** No settings at all. */
    public static final HostSettings NONE = new HostSettings("", Map.of());

    private final List<Document> documents;

    /**
     * What stands under one key at the top, as a file of its own would say it: a block is read once, with all of its keys.
     *
     * @param name what positions in error texts begin with
     */
    record Document(String name, String text) {}

    /**
     * @param prefix what stands before each key where the settings come from, such as {@code gannet.}, for error texts
     * @param values by key, without the prefix
     * @throws IllegalArgumentException if a key has characters that none of the file's keys has
     */
    public HostSettings(String prefix, Map<String, String> values) {
        for (String key : values.keySet()) {
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException("not a key: " + prefix + key);
            }
        }
        List<Document> made = new ArrayList<>();
        byFirstPart(values).forEach((top, rest) -> {
            StringBuilder text = new StringBuilder();
            append(text, top, rest);
            made.add(new Document(prefix + top, text.toString()));
        });
        documents = List.copyOf(made);
    }

    private static void append(StringBuilder text, String key, Map<String, String> values) {
        String whole = values.remove("");
        if (whole != null) {
            text.append(key).append(": ").append(whole).append('\n');
        }
        if (!values.isEmpty()) {
            text.append(key).append(" {\n");
            byFirstPart(values).forEach((part, rest) -> append(text, part, rest));
            text.append("}\n");
        }
    }

    /** Returns the values by the first part of their key, and then by the rest of it, which may be empty. */
    private static Map<String, Map<String, String>> byFirstPart(Map<String, String> values) {
        Map<String, Map<String, String>> grouped = new TreeMap<>();
        values.forEach((key, value) -> {
            int dot = key.indexOf('.');
            String first = dot < 0 ? key : key.substring(0, dot);
            grouped.computeIfAbsent(first, part -> new TreeMap<>()).put(dot < 0 ? "" : key.substring(dot + 1), value);
        });
        return grouped;
    }

    List<Document> documents() {
        return documents;
    }
}

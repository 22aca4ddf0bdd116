package dev.gannet.config.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** A text and what the reference server makes of it, from {@code src/test/resources/conf/cases.txt}. */
@NullMarked
record ConfCase(String title, String text, String expected) {
    private static final Path FILE = Path.of("src/test/resources/conf/cases.txt");

    /** What the environment of the cases has. */
    static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("EV_INT", "5"),
            Map.entry("EV_STRING", "hello"),
            Map.entry("EV_QUOTED", "\"it is\""),
            Map.entry("EV_BOOLEAN", "on"),
            Map.entry("EV_SIZE", "10MB"),
            Map.entry("EV_DURATION", "10s"),
            Map.entry("EV_ARRAY", "[\"x\", y]"),
            Map.entry("EV_MAP", "{a: 1, b: [z]}"),
            Map.entry("EV_EMPTY", ""),
            Map.entry("EV_REFERENCE", "$EV_INT"),
            Map.entry("EV_CYCLE_1", "$EV_CYCLE_2"),
            Map.entry("EV_CYCLE_2", "$EV_CYCLE_1"),
            Map.entry("EV_BAD", "a b"));

    static List<ConfCase> all() throws IOException {
        List<ConfCase> cases = new ArrayList<>();
        String title = "";
        List<String> text = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith("## ")) {
                title = line.substring(3);
                text.clear();
            } else if (line.startsWith("=> ")) {
                cases.add(new ConfCase(title, String.join("\n", text), line.substring(3)));
            } else {
                text.add(line);
            }
        }
        return cases;
    }

    /** Writes a value with the keys of its maps in order. */
    static String written(ConfValue value) {
        if (value instanceof ConfValue.MapValue map) {
            return new TreeMap<>(map.nodes())
                    .entrySet().stream()
                            .map(entry -> quoted(entry.getKey()) + ": "
                                    + written(entry.getValue().value()))
                            .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof ConfValue.ArrayValue array) {
            return array.nodes().stream()
                    .map(node -> written(node.value()))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof ConfValue.StringValue ? quoted(value.text()) : value.text();
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
        return '"' + escaped + '"';
    }

    @Override
    public String toString() {
        return title;
    }
}

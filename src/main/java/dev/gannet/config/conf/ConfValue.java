package dev.gannet.config.conf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value of a configuration, of one of the seven types that the language has. */
public sealed interface ConfValue {
    /** The type as error texts name it: as the reference server's language does. */
    String typeName();

    /** The value as error texts show it. */
    String text();

    /** How many values this is, itself and those inside it counted. */
    default long size() {
        return 1;
    }

    record StringValue(String string) implements ConfValue {
        @Override
        public String typeName() {
            return "string";
        }

        @Override
        public String text() {
            return string;
        }
    }

    record IntegerValue(long integer) implements ConfValue {
        @Override
        public String typeName() {
            return "int64";
        }

        @Override
        public String text() {
            return Long.toString(integer);
        }
    }

    record FloatValue(double number) implements ConfValue {
        @Override
        public String typeName() {
            return "float64";
        }

        @Override
        public String text() {
            return ConfDigest.number(number);
        }
    }

    record BooleanValue(boolean bool) implements ConfValue {
        @Override
        public String typeName() {
            return "bool";
        }

        @Override
        public String text() {
            return Boolean.toString(bool);
        }
    }

    record DateTimeValue(Instant instant) implements ConfValue {
        @Override
        public String typeName() {
            return "time.Time";
        }

        @Override
        public String text() {
            return instant.toString();
        }
    }

    /** The values between {@code [} and {@code ]}. */
    record ArrayValue(List<ConfNode> nodes, long size) implements ConfValue {
        public ArrayValue(List<ConfNode> nodes) {
            this(List.copyOf(nodes), 1 + sizeOf(nodes));
        }

        @Override
        public String typeName() {
            return "[]interface {}";
        }

        @Override
        public String text() {
            return nodes.stream().map(node -> node.value().text()).collect(Collectors.joining(" ", "[", "]"));
        }
    }

    /** What stands between <code>{</code> and <code>}</code>, or in a file, in the order in which it stands there. */
    record MapValue(Map<String, ConfNode> nodes, long size) implements ConfValue {
        /** {@code nodes} is not copied: it belongs to this value from now on. */
        MapValue(Map<String, ConfNode> nodes) {
            this(nodes, 1 + sizeOf(nodes.values()));
        }

        /** Where the last of the values stands: there the reference server tells what is wrong with the whole. */
        public ConfPosition lastPosition(ConfPosition orElse) {
            ConfPosition position = orElse;
            for (ConfNode node : nodes.values()) {
                position = node.position();
            }
            return position;
        }

        @Override
        public String typeName() {
            return "map[string]interface {}";
        }

        @Override
        public String text() {
            return nodes.entrySet().stream()
                    .map(entry ->
                            entry.getKey() + ":" + entry.getValue().value().text())
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
    }

    private static long sizeOf(Iterable<ConfNode> nodes) {
        long size = 0;
        for (ConfNode node : nodes) {
            size += node.value().size();
        }
        return size;
    }
}

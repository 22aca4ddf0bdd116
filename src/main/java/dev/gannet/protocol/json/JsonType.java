package dev.gannet.protocol.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a member's value has to be. */
public interface JsonType<V> {
    JsonType<String> TEXT = simple("string", value -> value instanceof JsonValue.Text text ? text.text() : null);
    JsonType<Boolean> BOOL = simple("bool", value -> value instanceof JsonValue.Truth truth ? truth.isTrue() : null);

    /**
     * Returns the value as it is to be, or null if it is none, which {@code faults} is told of.
     *
     * @throws JsonException if nothing behind it is to be read either
     */
    @Nullable
    V read(JsonValue value, JsonFaults faults) throws JsonException;

    /** Returns whether it is asked about null too; else that is as if the member were not there. */
    default boolean takesNull() {
        return false;
    }

    /** Returns values made of these. */
    default <R> JsonType<R> as(Function<V, R> made) {
        return (value, faults) -> {
            V read = read(value, faults);
            return read == null ? null : made.apply(read);
        };
    }

    /** Makes a value, or returns null if there is another kind of value. */
    interface Simple<V> {
        @Nullable
        V read(JsonValue value);
    }

    private static <V> JsonType<V> simple(String name, Simple<V> simple) {
        return (value, faults) -> {
            V read = simple.read(value);
            if (read == null) {
                faults.mismatch(value.kind(), name);
            }
            return read;
        };
    }

    /** Whole numbers with 64 bits and a sign; {@code name} is what the reference calls the type. */
    static JsonType<Long> signed(String name) {
        return whole(name, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));
    }

    /** Whole numbers with 64 bits and no sign. */
    static JsonType<Long> unsigned() {
        return whole(
                "uint64", BigInteger.ZERO, BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE));
    }

    /** Whole numbers with 32 bits and a sign. */
    static JsonType<Long> signed32() {
        return whole("int32", BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE));
    }

    private static JsonType<Long> whole(String name, BigInteger min, BigInteger max) {
        return (value, faults) -> {
            if (!(value instanceof JsonValue.Numeric)) {
                faults.mismatch(value.kind(), name);
                return null;
            }
            String digits = value.span().text();
            if (digits.length() <= 20 && digits.matches("-?\\d+")) {
                BigInteger number = new BigInteger(digits);
                if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
                    return number.longValue();
                }
            }
            faults.mismatch("number " + digits, name);
            return null;
        };
    }

    /** Objects whose members are texts. */
    static JsonType<Map<String, String>> texts(String name) {
        return (value, faults) -> {
            if (!(value instanceof JsonValue.Members members)) {
                faults.mismatch(value.kind(), name);
                return null;
            }
            Map<String, String> texts = new LinkedHashMap<>();
            for (JsonValue.Member member : members.all()) {
                String text = member.value() instanceof JsonValue.Nothing ? "" : TEXT.read(member.value(), faults);
                texts.put(member.name(), text == null ? "" : text);
            }
            return texts;
        };
    }

    /**
     * Lists.
     *
     * @param name what the reference calls the list's type
     * @param nothing what null is as an element
     */
    static <V> JsonType<List<V>> list(String name, JsonType<V> element, V nothing) {
        return (value, faults) -> {
            if (!(value instanceof JsonValue.Items items)) {
                faults.mismatch(value.kind(), name);
                return null;
            }
            List<V> list = new ArrayList<>();
            for (JsonValue item : items.values()) {
                V read = item instanceof JsonValue.Nothing ? null : element.read(item, faults);
                list.add(read == null ? nothing : read);
            }
            return list;
        };
    }
}

package dev.gannet.config.conf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.config.conf.ConfValue.ArrayValue;
import dev.gannet.config.conf.ConfValue.MapValue;
import dev.gannet.config.conf.ConfValue.StringValue;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * The digest by which operators compare configurations: the SHA-256 of the values as the reference server's JSON, so
 * that both servers show the same for the same file.
 */
public final class ConfDigest {
    private ConfDigest() {}

    /** Returns {@code sha256:} and 64 hexadecimal digits. */
    public static String of(MapValue configuration) {
        StringBuilder json = new StringBuilder();
        write(configuration, json);
        json.append('\n');
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(json.toString().getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void write(ConfValue value, StringBuilder json) {
        if (value instanceof MapValue map) {
            String separator = "{";
            for (var entry : new TreeMap<>(map.nodes()).entrySet()) {
                json.append(separator);
                writeString(entry.getKey(), json);
                json.append(':');
                write(entry.getValue().value(), json);
                separator = ",";
            }
            json.append(map.nodes().isEmpty() ? "{}" : "}");
            return;
        }
        if (value instanceof ArrayValue array) {
            String separator = "[";
            for (ConfNode node : array.nodes()) {
                json.append(separator);
                write(node.value(), json);
                separator = ",";
            }
            json.append(array.nodes().isEmpty() ? "[]" : "]");
            return;
        }
        if (value instanceof StringValue || value instanceof ConfValue.DateTimeValue) {
            writeString(value.text(), json);
            return;
        }
        json.append(value.text());
    }

    private static void writeString(String string, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** A number in the shortest form, with an exponent only where it is very small or very large. */
    static String number(double number) {
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -6 && exponent < 21) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().toString();
        String sign = digits.startsWith("-") ? "-" : "";
        digits = digits.substring(sign.length());
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String exponentSign = exponent < 0 ? "-" : "+";
        return sign + digits.charAt(0) + fraction + "e" + exponentSign + Math.abs(exponent);
    }
}

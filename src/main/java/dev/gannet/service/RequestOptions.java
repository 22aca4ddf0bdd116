package dev.gannet.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.monitor.json.MonitorJson;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonParser;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the JSON of a request says. What is wrong with it is said in the reference's words (MO-110). Immutable. */
final class RequestOptions {
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(Long.SIZE);

    private final Map<String, JsonNode> values = new HashMap<>();

    private RequestOptions() {}

    /** Reads a request; an empty one asks for nothing special. */
    static RequestOptions read(RequestShape shape, byte[] payload, MonitorJson json) throws BadQuery {
        RequestOptions options = new RequestOptions();
        if (payload.length == 0) {
            return options;
        }
        JsonNode root;
        try {
            root = json.read(payload);
        } catch (IOException e) {
            throw new BadQuery(problem(payload));
        }
        if (root.isMissingNode()) {
            throw new BadQuery("unexpected end of JSON input");
        }
        if (root.isNull()) {
            return options;
        }
        if (!root.isObject()) {
            throw new BadQuery(
                    "json: cannot unmarshal " + kind(root) + " into Go value of type server." + shape.struct());
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            RequestShape.Field field = shape.field(entry.getKey());
            if (field != null && !entry.getValue().isNull()) {
                check(field, entry.getValue());
                options.values.put(field.name(), entry.getValue());
            }
        }
        return options;
    }

    /** Says what is wrong with what is not JSON, as the API of JetStream says it too. */
    private static String problem(byte[] payload) {
        try {
            new JsonParser(payload).only();
            return "invalid JSON";
        } catch (JsonException e) {
            boolean isShort = e.problem().equals("unexpected EOF"); // As it is said of what is read value after value.
            return isShort ? "unexpected end of JSON input" : e.problem();
        }
    }

    private static void check(RequestShape.Field field, JsonNode value) throws BadQuery {
        boolean right = switch (field.type()) {
            case "bool" -> value.isBoolean();
            case "int", "server.ConnState", "time.Duration" -> value.isIntegralNumber() && value.canConvertToLong();
            case "uint64" -> isUnsigned(value);
            case "[]string" -> isTexts(field, value);
            case "[]uint8" -> isBase64(value);
            default -> value.isTextual();
        };
        if (!right) {
            boolean number = value.isNumber()
                    && !field.type().contains("tring")
                    && !field.type().equals("bool");
            String what = number && !field.type().equals("[]uint8") ? "number " + value.asText() : kind(value);
            throw new BadQuery("json: cannot unmarshal " + what + " into Go struct field " + field.path() + " of type "
                    + field.type());
        }
    }

    private static boolean isUnsigned(JsonNode value) {
        return value.isIntegralNumber()
                && value.bigIntegerValue().signum() >= 0
                && value.bigIntegerValue().compareTo(UNSIGNED_END) < 0;
    }

    private static boolean isTexts(RequestShape.Field field, JsonNode value) throws BadQuery {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw new BadQuery("json: cannot unmarshal " + kind(each) + " into Go struct field " + field.path()
                        + " of type string");
            }
        }
        return true;
    }

    private static boolean isBase64(JsonNode value) throws BadQuery {
        if (value.isTextual()) {
            GoBase64.standard(value.textValue());
        }
        return value.isTextual();
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            case ARRAY -> "array";
            default -> "object";
        };
    }

    boolean flag(String name) {
        JsonNode value = values.get(name);
        return value != null && value.booleanValue();
    }

    /** Returns a number, 0 if it is not there; what is beyond an int's range is the nearest int. */
    int number(String name) {
        JsonNode value = values.get(name);
        return value == null ? 0 : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value.longValue()));
    }

    long longNumber(String name) {
        JsonNode value = values.get(name);
        return value == null ? 0 : value.longValue();
    }

    long unsignedNumber(String name) {
        JsonNode value = values.get(name);
        return value == null ? 0 : value.bigIntegerValue().longValue();
    }

    String text(String name) {
        JsonNode value = values.get(name);
        return value == null ? "" : value.textValue();
    }

    /** Returns bytes that are written in base64, or null. */
    byte @Nullable [] bytes(String name) {
        JsonNode value = values.get(name);
        return value == null ? null : Base64.getDecoder().decode(value.textValue());
    }

    List<String> texts(String name) {
        JsonNode value = values.get(name);
        List<String> texts = new ArrayList<>();
        if (value != null) {
            value.forEach(each -> texts.add(each.textValue()));
        }
        return texts;
    }
}

package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.Quoted;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. Of several with the same name the first counts; one that is not well formed is passed
 * over. What is wrong with a value is said in the reference's words.
 */
final class Query {
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private final Map<String, String> parameters = new HashMap<>();

    /** Takes what stands behind the question mark of a URL, still encoded; null is no parameters. */
    Query(@Nullable String raw) {
        if (raw == null) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name != null && value != null && pair.indexOf(';') < 0) {
                parameters.putIfAbsent(name, value);
            }
        }
    }

    /** Returns a parameter's value, or the empty string. */
    String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    boolean flag(String name) throws BadQuery {
        String value = text(name);
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "", "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                throw new BadQuery("Error decoding boolean for '" + name + "': strconv.ParseBool: parsing "
                        + Quoted.of(value) + ": invalid syntax");
        };
    }

    /** Returns a number, 0 if it is not there; what is beyond an int's range is the nearest int. */
    int number(String name) throws BadQuery {
        String value = text(name);
        if (value.isEmpty()) {
            return 0;
        }
        String problem = "Error decoding int for '" + name + "': strconv.Atoi: parsing " + Quoted.of(value);
        if (!value.matches("[+-]?[0-9]+")) {
            throw new BadQuery(problem + ": invalid syntax");
        }
        BigInteger number = new BigInteger(value);
        if (number.bitLength() >= Long.SIZE) {
            throw new BadQuery(problem + ": value out of range");
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number.longValue()));
    }

    /** Returns a number without a sign, 0 if it is not there. */
    long unsignedNumber(String name) throws BadQuery {
        String value = text(name);
        if (value.isEmpty()) {
            return 0;
        }
        String problem = "Error decoding uint64 for '" + name + "': strconv.ParseUint: parsing " + Quoted.of(value);
        if (!value.matches("[0-9]+")) {
            throw new BadQuery(problem + ": invalid syntax");
        }
        BigInteger number = new BigInteger(value);
        if (number.compareTo(UNSIGNED_END) >= 0) {
            throw new BadQuery(problem + ": value out of range");
        }
        return number.longValue();
    }

    private static @Nullable String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // As the reference does: a malformed parameter is as good as none.
        }
    }
}

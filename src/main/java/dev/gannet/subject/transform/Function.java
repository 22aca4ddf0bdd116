package dev.gannet.subject.transform;

import dev.gannet.subject.transform.TransformException.Fault;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be made of tokens of the source in a destination: {@code {{name(arguments)}}}. In this order: of several in
 * one token, the first of them counts, and the others are lost or make a bad argument of it (AC-67).
 */
enum Function {
    WILDCARD("[wW]ildcard"),
    PARTITION("[pP]artition"),
    SPLIT_FROM_LEFT("[sS]plit[fF]rom[lL]eft"),
    SPLIT_FROM_RIGHT("[sS]plit[fF]rom[rR]ight"),
    SLICE_FROM_LEFT("[sS]lice[fF]rom[lL]eft"),
    SLICE_FROM_RIGHT("[sS]lice[fF]rom[rR]ight"),
    RIGHT("[rR]ight"),
    LEFT("[lL]eft"),
    SPLIT("[sS]plit"),
    RANDOM("[rR]andom");

    private static final Pattern COMMA = Pattern.compile(",[\\t\\n\\f\\r ]*");
    private static final int CALL_LENGTH_MIN = 5;

    private final Pattern call;

    Function(String name) {
        String space = "[\\t\\n\\f\\r ]*"; // As the reference has it: without the vertical tab.
        call = Pattern.compile("\\{\\{" + space + name + space + "\\((.*)\\)" + space + "}}", Pattern.UNIX_LINES);
    }

    /** Returns whether a token looks like a call, so that it has to be one. */
    static boolean isCall(String token) {
        return token.length() >= CALL_LENGTH_MIN && token.startsWith("{{") && token.endsWith("}}");
    }

    /** Returns what is called in a token that {@linkplain #isCall looks like a call}. */
    static Call call(String token) throws TransformException {
        for (Function function : values()) {
            List<String> arguments = function.arguments(token);
            if (!arguments.isEmpty()) {
                return new Call(function, arguments);
            }
        }
        throw Fault.UNKNOWN_FUNCTION.in(token);
    }

    /** Returns the arguments with which it is called in a token, at least one and perhaps empty; none if it is not. */
    List<String> arguments(String token) {
        Matcher found = call.matcher(token);
        return found.find() ? List.of(COMMA.split(found.group(1), -1)) : List.of();
    }

    /** A function and what it is called with: at least one argument, which may be the empty text. */
    record Call(Function function, List<String> arguments) {}
}

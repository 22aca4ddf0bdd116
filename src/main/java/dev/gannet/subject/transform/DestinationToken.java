package dev.gannet.subject.transform;

import dev.gannet.subject.transform.TransformException.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token of a destination, read but not yet held against a source.
 *
 * @param function what makes it; null if it is just text
 * @param wildcards which wildcards of the source it is made of, the first of which is 1
 * @param number of pieces, partitions or bytes, depending on the function
 * @param delimiter what a token is split at
 */
record DestinationToken(String text, @Nullable Function function, List<Long> wildcards, int number, String delimiter) {
    /** Reads a token that is not empty (AC-59 to AC-67). */
    static DestinationToken read(String text) throws TransformException {
        if (text.length() > 1 && text.charAt(0) == '$') {
            Long wildcard = integer(text.substring(1));
            return wildcard == null ? ofText(text) : ofWildcard(text, wildcard);
        }
        if (!Function.isCall(text)) {
            return ofText(text);
        }
        Function.Call call = Function.call(text);
        return read(text, call.function(), call.arguments());
    }

    private static DestinationToken read(String text, Function function, List<String> arguments)
            throws TransformException {
        return switch (function) {
            case WILDCARD -> readWildcard(text, arguments);
            case PARTITION -> readPartition(text, arguments);
            case RANDOM -> readRandom(text, arguments);
            case SPLIT -> readSplit(text, arguments);
            case SPLIT_FROM_LEFT, SPLIT_FROM_RIGHT, SLICE_FROM_LEFT, SLICE_FROM_RIGHT, LEFT, RIGHT -> {
                requireTwo(text, arguments);
                long wildcard = requireInteger(text, arguments.get(0));
                long number = requireInteger(text, arguments.get(1));
                if (number != (int) number) {
                    throw Fault.BAD_ARGUMENT.in(text);
                }
                yield new DestinationToken(text, function, List.of(wildcard), (int) number, "");
            }
        };
    }

    private static DestinationToken readWildcard(String text, List<String> arguments) throws TransformException {
        if (arguments.size() > 1) {
            throw Fault.TOO_MANY_ARGUMENTS.in(text);
        }
        if (arguments.get(0).isEmpty()) {
            throw Fault.TOO_FEW_ARGUMENTS.in(text);
        }
        return ofWildcard(text, requireInteger(text, arguments.get(0)));
    }

    private static DestinationToken readPartition(String text, List<String> arguments) throws TransformException {
        int partitions = requireCount(text, arguments.get(0));
        List<Long> wildcards = new ArrayList<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            wildcards.add(requireInteger(text, argument));
        }
        return new DestinationToken(text, Function.PARTITION, List.copyOf(wildcards), partitions, "");
    }

    private static DestinationToken readRandom(String text, List<String> arguments) throws TransformException {
        if (arguments.size() > 1) {
            throw Fault.TOO_FEW_ARGUMENTS.in(text); // The reference's text for too many, too.
        }
        return new DestinationToken(text, Function.RANDOM, List.of(), requireCount(text, arguments.get(0)), "");
    }

    private static DestinationToken readSplit(String text, List<String> arguments) throws TransformException {
        requireTwo(text, arguments);
        long wildcard = requireInteger(text, arguments.get(0));
        String delimiter = arguments.get(1);
        if (delimiter.contains(" ")) {
            throw Fault.BAD_ARGUMENT.in(text);
        }
        return new DestinationToken(text, Function.SPLIT, List.of(wildcard), 0, delimiter);
    }

    private static void requireTwo(String text, List<String> arguments) throws TransformException {
        if (arguments.size() != 2) {
            throw (arguments.size() < 2 ? Fault.TOO_FEW_ARGUMENTS : Fault.TOO_MANY_ARGUMENTS).in(text);
        }
    }

    /** Returns how many there are to choose from, of which the reference keeps the low 32 bits. */
    private static int requireCount(String text, String argument) throws TransformException {
        long count = requireInteger(text, argument);
        if (count > Integer.MAX_VALUE) {
            throw Fault.BAD_ARGUMENT.in(text);
        }
        return (int) count;
    }

    private static long requireInteger(String text, String argument) throws TransformException {
        Long integer = integer(trimmed(argument));
        if (integer == null) {
            throw Fault.BAD_ARGUMENT.in(text);
        }
        return integer;
    }

    /** Returns the argument without blanks around it; other white space stays, and spoils it. */
    private static String trimmed(String argument) {
        int from = 0;
        int to = argument.length();
        while (from < to && argument.charAt(from) == ' ') {
            from++;
        }
        while (to > from && argument.charAt(to - 1) == ' ') {
            to--;
        }
        return argument.substring(from, to);
    }

    private static @Nullable Long integer(String text) {
        if (!text.matches("[-+]?[0-9]+")) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null; // More digits than a number has: no number.
        }
    }

    private static DestinationToken ofText(String text) {
        return new DestinationToken(text, null, List.of(), 0, "");
    }

    private static DestinationToken ofWildcard(String text, long wildcard) {
        return new DestinationToken(text, Function.WILDCARD, List.of(wildcard), 0, "");
    }
}

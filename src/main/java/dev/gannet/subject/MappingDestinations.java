package dev.gannet.subject;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a subject may be mapped to: {@code orders.$1}, {@code orders.{{wildcard(1)}}}, {@code orders.{{partition(4,1)}}} and
 * so on. What is wrong with a destination is told in the reference server's words. Pure functions.
 */
public final class MappingDestinations {
    private static final String INVALID = "invalid mapping destination: ";
    private static final String TOO_FEW = INVALID + "not enough arguments passed to the function";
    private static final String TOO_MANY = INVALID + "too many arguments passed to the function";
    private static final String BAD_ARGUMENT = INVALID + "function argument is invalid or in the wrong format";
    private static final String OUT_OF_RANGE = INVALID + "wildcard index out of range";
    private static final String UNKNOWN = INVALID + "unknown function";
    private static final String NOT_REVERSIBLE =
            INVALID + "the only mapping function allowed for import transforms is {{Wildcard()}}";
    private static final String BAD_TRANSFORM = INVALID + "invalid transform";
    private static final String WILDCARDS_LEFT = INVALID + "not using all of the token wildcard(s)";

    private static final Pattern FUNCTION = Pattern.compile("\\{\\{\\s*([a-zA-Z]+)\\s*\\((.*)\\)\\s*}}");
    private static final Pattern COMMA = Pattern.compile(",\\s*");
    private static final int FUNCTION_LENGTH_MIN = 5;

    /** What a token of a destination is made of. */
    private enum Kind {
        TEXT,
        WILDCARD,
        PARTITION,
        RANDOM,
        OTHER,
        WRONG
    }

    /**
     * One token of a destination.
     *
     * @param wildcards the wildcards of the source that it is made of, the first of which is 1
     * @param problem what is wrong with it; empty if nothing is
     */
    private record Token(Kind kind, List<Integer> wildcards, String problem) {
        static final Token TEXT = new Token(Kind.TEXT, List.of(), "");

        static Token wrong(String problem) {
            return new Token(Kind.WRONG, List.of(), problem);
        }
    }

    private MappingDestinations() {}

    /** Returns what is wrong with sending messages from {@code source} to there; the empty text if nothing is. */
    public static String problem(String source, String destination) {
        boolean isOpen = false;
        for (String token : destination.isEmpty() ? new String[0] : destination.split("\\.", -1)) {
            if (token.isEmpty() || isOpen) {
                return BAD_TRANSFORM + (token.isEmpty() ? "" : " in " + token);
            }
            if (isFunction(token)) {
                if (token(token).problem().equals(UNKNOWN)) {
                    return UNKNOWN + " in " + token;
                }
            } else if (token.chars().anyMatch(c -> " \t\n\f\r".indexOf(c) >= 0)) {
                return BAD_TRANSFORM;
            }
            isOpen = token.equals(">");
        }
        return problem(source, destination, false);
    }

    /** The same of an import, where the way back has to be known too. */
    public static String importProblem(String source, String destination) {
        return problem(source, destination, true);
    }

    /** Returns a destination that says the same as a source with wildcards: {@code a.*.*} is {@code a.$1.$2}. */
    public static String ofPattern(String pattern) {
        StringBuilder destination = new StringBuilder();
        int wildcard = 0;
        for (String token : pattern.split("\\.", -1)) {
            destination
                    .append(destination.length() == 0 ? "" : ".")
                    .append(token.equals("*") ? "$" + ++wildcard : token);
        }
        return destination.toString();
    }

    private static String problem(String source, String destination, boolean isImport) {
        if (destination.isEmpty()) {
            return "";
        }
        String subjects = "invalid subject";
        boolean hasAnyTokens = source.equals(">") || source.endsWith(".>");
        boolean toAnyTokens = destination.equals(">") || destination.endsWith(".>");
        if (!Subjects.isValidConfigured(source) || !Subjects.isValidConfigured(destination)) {
            return subjects;
        }
        List<String> tokens = List.of(destination.split("\\.", -1));
        if (tokens.contains("*") || hasAnyTokens != toAnyTokens) {
            return subjects;
        }
        int wildcards = (int)
                List.of(source.split("\\.", -1)).stream().filter("*"::equals).count();
        boolean hasWildcards = wildcards > 0 || hasAnyTokens;
        int used = 0;
        for (String text : tokens) {
            Token token = token(text);
            String problem = problem(text, token, wildcards, hasWildcards);
            if (!problem.isEmpty()) {
                return problem;
            }
            if (isImport && hasWildcards && token.kind() != Kind.TEXT && token.kind() != Kind.WILDCARD) {
                return NOT_REVERSIBLE + " in " + text;
            }
            used += token.wildcards().size();
        }
        return isImport && hasWildcards && used < wildcards ? WILDCARDS_LEFT + " in " + destination : "";
    }

    private static String problem(String text, Token token, int wildcards, boolean hasWildcards) {
        if (token.kind() == Kind.WRONG) {
            return token.problem() + " in " + text;
        }
        if (token.kind() == Kind.TEXT || token.kind() == Kind.RANDOM) {
            return "";
        }
        if (!hasWildcards) {
            return token.kind() == Kind.PARTITION ? "" : OUT_OF_RANGE + " in " + text;
        }
        for (int wildcard : token.wildcards()) {
            if (wildcard > wildcards) {
                return OUT_OF_RANGE + " in " + text + ": [" + wildcard + "]";
            }
        }
        return "";
    }

    private static Token token(String text) {
        if (text.length() > 1 && text.charAt(0) == '$') {
            return isInteger(text.substring(1)) ? wildcard(Integer.parseInt(text.substring(1))) : Token.TEXT;
        }
        if (!isFunction(text)) {
            return Token.TEXT;
        }
        Matcher function = FUNCTION.matcher(text);
        if (!function.find()) {
            return Token.wrong(UNKNOWN);
        }
        String name = function.group(1);
        List<String> arguments = List.of(COMMA.split(function.group(2), -1));
        String small = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return switch (small) {
            case "wildcard" -> wildcard(arguments);
            case "partition" -> partition(arguments);
            case "random" -> random(arguments);
            case "left", "right" -> withTwoNumbers(arguments);
            case "split" -> split(arguments);
            default -> isSliceOrSplit(small) ? withTwoNumbers(arguments) : Token.wrong(UNKNOWN);
        };
    }

    private static boolean isFunction(String text) {
        return text.length() >= FUNCTION_LENGTH_MIN && text.startsWith("{{") && text.endsWith("}}");
    }

    private static boolean isSliceOrSplit(String name) {
        return name.matches("(split|slice)[fF]rom([lL]eft|[rR]ight)");
    }

    private static Token wildcard(int number) {
        return new Token(Kind.WILDCARD, List.of(number), "");
    }

    private static Token wildcard(List<String> arguments) {
        if (arguments.size() > 1) {
            return Token.wrong(TOO_MANY);
        }
        String argument = arguments.get(0);
        if (argument.isEmpty()) {
            return Token.wrong(TOO_FEW);
        }
        return isInteger(argument.strip()) ? wildcard(Integer.parseInt(argument.strip())) : Token.wrong(BAD_ARGUMENT);
    }

    private static Token partition(List<String> arguments) {
        if (!arguments.stream().allMatch(argument -> isInteger(argument.strip()))) {
            return Token.wrong(BAD_ARGUMENT);
        }
        List<Integer> wildcards = arguments.stream()
                .skip(1)
                .map(argument -> Integer.parseInt(argument.strip()))
                .toList();
        return new Token(Kind.PARTITION, wildcards, "");
    }

    private static Token random(List<String> arguments) {
        if (arguments.size() != 1) {
            return Token.wrong(TOO_FEW);
        }
        boolean isNumber = isInteger(arguments.get(0).strip());
        return isNumber ? new Token(Kind.RANDOM, List.of(), "") : Token.wrong(BAD_ARGUMENT);
    }

    private static Token withTwoNumbers(List<String> arguments) {
        if (arguments.size() != 2) {
            return Token.wrong(arguments.size() < 2 ? TOO_FEW : TOO_MANY);
        }
        if (!isInteger(arguments.get(0).strip()) || !isInteger(arguments.get(1).strip())) {
            return Token.wrong(BAD_ARGUMENT);
        }
        return new Token(Kind.OTHER, List.of(Integer.parseInt(arguments.get(0).strip())), "");
    }

    private static Token split(List<String> arguments) {
        if (arguments.size() != 2) {
            return Token.wrong(arguments.size() < 2 ? TOO_FEW : TOO_MANY);
        }
        boolean isGood =
                isInteger(arguments.get(0).strip()) && !arguments.get(1).contains(" ");
        return isGood
                ? new Token(
                        Kind.OTHER, List.of(Integer.parseInt(arguments.get(0).strip())), "")
                : Token.wrong(BAD_ARGUMENT);
    }

    private static boolean isInteger(String text) {
        if (!text.matches("[-+]?[0-9]{1,11}")) {
            return false;
        }
        long number = Long.parseLong(text);
        return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
    }
}

package dev.gannet.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Subjects as the model sees them: lists of tokens that are looked through one by one. */
final class Texts {
    private static final Pattern DRAWN = Pattern.compile("\\b\\w{6}\\b");

    private Texts() {}

    static List<String> tokens(String subject) {
        List<String> tokens = new ArrayList<>(4);
        int start = 0;
        for (int dot = subject.indexOf('.'); dot >= 0; dot = subject.indexOf('.', start)) {
            tokens.add(subject.substring(start, dot));
            start = dot + 1;
        }
        tokens.add(subject.substring(start));
        return tokens;
    }

    /** Says whether a filter takes a subject; wildcards in the subject are text. None takes the empty subject. */
    static boolean matches(String pattern, String subject) {
        if (subject.isEmpty()) {
            return false;
        }
        List<String> wanted = tokens(pattern);
        List<String> there = tokens(subject);
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).equals(">")) {
                return there.size() > i;
            }
            if (i >= there.size()
                    || (!wanted.get(i).equals("*") && !wanted.get(i).equals(there.get(i)))) {
                return false;
            }
        }
        return wanted.size() == there.size();
    }

    /** Says whether all that one filter takes is taken by another. */
    static boolean covers(String wide, String narrow) {
        List<String> outer = tokens(wide);
        List<String> inner = tokens(narrow);
        for (int i = 0; i < outer.size(); i++) {
            if (i >= inner.size()) {
                return false;
            }
            if (outer.get(i).equals(">")) {
                return true;
            }
            boolean isWild = inner.get(i).equals(">");
            if (isWild || (!outer.get(i).equals("*") && !outer.get(i).equals(inner.get(i)))) {
                return false;
            }
        }
        return outer.size() == inner.size();
    }

    /** Returns the wildcards of a text in the order of their numbers: {@code *} counts, {@code $2} says it. */
    static int wildcard(String token, int before) {
        if (token.equals("*")) {
            return before + 1;
        }
        return token.startsWith("$") ? Integer.parseInt(token.substring(1)) : 0;
    }

    /** Returns a text with its placeholders as wildcards. */
    static String filter(String text) {
        return String.join(
                ".",
                tokens(text).stream()
                        .map(token -> token.startsWith("$") ? "*" : token)
                        .toList());
    }

    /** Returns what the subject, which {@code from} takes, is called by {@code to}. */
    static String carry(String from, String to, String subject) {
        List<String> there = tokens(subject);
        List<String> values = new ArrayList<>(List.of("", "", "", "", "", "", "", ""));
        List<String> rest = new ArrayList<>();
        int anonymous = 0;
        List<String> pattern = tokens(from);
        for (int i = 0; i < pattern.size(); i++) {
            int number = wildcard(pattern.get(i), anonymous);
            anonymous += pattern.get(i).equals("*") ? 1 : 0;
            if (number > 0) {
                values.set(number, there.get(i));
            } else if (pattern.get(i).equals(">")) {
                rest.addAll(there.subList(i, there.size()));
            }
        }
        List<String> made = new ArrayList<>();
        anonymous = 0;
        for (String token : tokens(to)) {
            int number = wildcard(token, anonymous);
            anonymous += token.equals("*") ? 1 : 0;
            if (number > 0) {
                made.add(values.get(number));
            } else if (token.equals(">")) {
                made.addAll(rest);
            } else {
                made.add(token);
            }
        }
        return String.join(".", made);
    }

    /**
     * Returns a text without what is different each time: the tokens of reply subjects, also where an import has made
     * another subject of them. No other token is as long.
     */
    static String plain(String text) {
        return DRAWN.matcher(text).replaceAll("######");
    }
}

package dev.gannet.account;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What imported subjects are called where they are exported ({@code there}) and where they are imported ({@code here}): a
 * wildcard there stands once or more often here, as {@code *}, {@code $1} or {@code {{wildcard(1)}}} (AC-39, AC-41, AC-70).
 * Both ways are known.
 *
 * <p><b>Owner:</b> immutable.
 */
final class SubjectPair {
    private static final Pattern WILDCARD =
            Pattern.compile("\\$(\\d{1,9})|\\{\\{\\s*[wW]ildcard\\s*\\(\\s*(\\d{1,9})\\s*\\)\\s*}}");

    private final Shape there;
    private final Shape here;
    private final boolean isSame;

    /** Whether all subjects of one side are one of the other: there is nothing to be carried over. */
    private final boolean isFixed;

    private final String thereText;
    private final String hereText;

    /**
     * @param there a filter
     * @param here a filter, or a destination that names the wildcards of the other
     * @throws IllegalArgumentException if a wildcard of {@code here} is none of {@code there}
     */
    SubjectPair(String there, String here) {
        this.there = Shape.of(there);
        this.here = Shape.of(here);
        this.thereText = there;
        this.hereText = here;
        this.isSame = there.equals(here);
        this.isFixed = this.there.wildcards == 0 && !this.there.isOpen;
        if (!isSame
                && !isFixed
                && (this.there.wildcards < this.here.wildcards || this.there.isOpen != this.here.isOpen)) {
            throw new IllegalArgumentException(
                    "import of " + there + " to " + here + " (expected: the same wildcards)");
        }
    }

    /** The tokens of one side. */
    private static final class Shape {
        /** For each token which wildcard it is, from 1; zero for a literal; {@code >} is no token. */
        final int[] wildcard;

        final String[] tokens;
        final int wildcards;
        final boolean isOpen;

        private Shape(String[] tokens, int[] wildcard, int wildcards, boolean isOpen) {
            this.tokens = tokens;
            this.wildcard = wildcard;
            this.wildcards = wildcards;
            this.isOpen = isOpen;
        }

        static Shape of(String text) {
            String[] all = text.split("\\.", -1);
            boolean isOpen = all[all.length - 1].equals(">");
            String[] tokens = isOpen ? List.of(all).subList(0, all.length - 1).toArray(String[]::new) : all;
            int[] wildcard = new int[tokens.length];
            int anonymous = 0;
            int highest = 0;
            for (int i = 0; i < tokens.length; i++) {
                Matcher named = WILDCARD.matcher(tokens[i]);
                if (tokens[i].equals("*")) {
                    wildcard[i] = ++anonymous;
                } else if (named.matches()) {
                    wildcard[i] = Integer.parseInt(named.group(1) == null ? named.group(2) : named.group(1));
                }
                highest = Math.max(highest, wildcard[i]);
            }
            return new Shape(tokens, wildcard, highest, isOpen);
        }

        /** Returns the filter of all subjects of this shape. */
        String filter() {
            List<String> filter = new ArrayList<>();
            for (int i = 0; i < tokens.length; i++) {
                filter.add(wildcard[i] == 0 ? tokens[i] : "*");
            }
            if (isOpen) {
                filter.add(">");
            }
            return String.join(".", filter);
        }

        /** Returns the texts of {@code count} wildcards, {@code *} for one that has no place, and behind them the open end. */
        List<String> values(List<String> subject, int count) {
            List<String> values = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                values.add("*");
            }
            for (int i = 0; i < tokens.length; i++) {
                if (wildcard[i] > 0 && !subject.get(i).equals("*")) {
                    values.set(wildcard[i] - 1, subject.get(i));
                }
            }
            values.addAll(subject.subList(Math.min(tokens.length, subject.size()), subject.size()));
            return values;
        }

        /** Returns whether a wildcard that stands here twice has two texts in a filter. */
        boolean contradicts(List<String> filter, int count) {
            List<String> values = values(filter, count);
            for (int i = 0; i < tokens.length; i++) {
                boolean isText = wildcard[i] > 0 && !filter.get(i).equals("*");
                if (isText && !values.get(wildcard[i] - 1).equals(filter.get(i))) {
                    return true;
                }
            }
            return false;
        }

        /** Returns the subject of this shape with these texts. */
        String with(List<String> values, int count) {
            List<String> subject = new ArrayList<>();
            for (int i = 0; i < tokens.length; i++) {
                subject.add(wildcard[i] == 0 ? tokens[i] : values.get(wildcard[i] - 1));
            }
            subject.addAll(values.subList(count, values.size()));
            return String.join(".", subject);
        }
    }

    /** Returns the filter of all subjects there. */
    String thereFilter() {
        return there.filter();
    }

    /** Returns the filter of all subjects here. */
    String hereFilter() {
        return here.filter();
    }

    /** Returns what a literal subject of there is called here. */
    String here(String subject) {
        if (isSame || isFixed) {
            return isSame ? subject : hereText;
        }
        return here.with(there.values(List.of(subject.split("\\.", -1)), there.wildcards), there.wildcards);
    }

    /** Returns what a literal subject of here is called there. */
    String there(String subject) {
        if (isSame || isFixed) {
            return isSame ? subject : thereText;
        }
        return there.with(here.values(List.of(subject.split("\\.", -1)), there.wildcards), there.wildcards);
    }

    /** Returns the filter of what matches {@code filter} here, as it is called there; null if nothing does. */
    @Nullable
    String thereFilter(String filter) {
        List<String> common =
                common(List.of(filter.split("\\.", -1)), List.of(here.filter().split("\\.", -1)));
        if (common == null || isFixed) {
            return common == null ? null : thereText;
        }
        return here.contradicts(common, there.wildcards)
                ? null
                : there.with(here.values(common, there.wildcards), there.wildcards);
    }

    /** Returns the filter that matches what both match; null if there is nothing. */
    private static @Nullable List<String> common(List<String> one, List<String> other) {
        List<String> common = new ArrayList<>();
        for (int i = 0; ; i++) {
            boolean oneEnds = i == one.size();
            boolean otherEnds = i == other.size();
            if (oneEnds || otherEnds) {
                return oneEnds && otherEnds ? common : null;
            }
            String left = one.get(i);
            String right = other.get(i);
            if (left.equals(">")) {
                common.addAll(other.subList(i, other.size()));
                return common;
            }
            if (right.equals(">")) {
                common.addAll(one.subList(i, one.size()));
                return common;
            }
            if (!left.equals("*") && !right.equals("*") && !left.equals(right)) {
                return null;
            }
            common.add(left.equals("*") ? right : left);
        }
    }
}

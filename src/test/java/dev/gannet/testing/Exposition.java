package dev.gannet.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in Prometheus' format 0.0.4, read as strictly as the format says: each family with its description and type,
 * once and in one piece, nothing twice, counters that are called so, and histograms that add up.
 */
public final class Exposition {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern SAMPLE = Pattern.compile("([^ {]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");
    private static final Pattern VALUE = Pattern.compile("[+-]?(\\d+(\\.\\d+)?([eE][+-]?\\d+)?|Inf|NaN)");
    private static final Pattern TEXT = Pattern.compile("([^\\\\]|\\\\\\\\|\\\\n)+");

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Set<String> series = new HashSet<>();

    /** What has one description and type. */
    public record Family(String name, String type, List<Sample> samples) {}

    /** One value. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    private Exposition() {}

    /** Reads a text; fails at the first mistake. */
    public static Exposition parse(String text) {
        Exposition parsed = new Exposition();
        require(text.endsWith("\n"), "the end of the last line");
        String[] lines = text.stripTrailing().split("\n", -1);
        for (int at = 0; at < lines.length; ) {
            at = parsed.family(lines, at);
        }
        parsed.families.values().stream()
                .filter(family -> family.type().equals("histogram"))
                .forEach(Exposition::checkHistogram);
        return parsed;
    }

    public Map<String, Family> families() {
        return families;
    }

    /** Returns the type of a family, {@code none} if it is not there. */
    public String type(String name) {
        Family family = families.get(name);
        return family == null ? "none" : family.type();
    }

    /** Returns the names that an expression can use. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        families.values().forEach(family -> family.samples().forEach(sample -> names.add(sample.name())));
        return names;
    }

    /** Returns the value of the one sample with this name. */
    public double value(String name) {
        List<Double> found = new ArrayList<>();
        families.values()
                .forEach(family -> family.samples().stream()
                        .filter(sample -> sample.name().equals(name))
                        .forEach(sample -> found.add(sample.value())));
        require(found.size() == 1, name + ": " + found.size() + " samples, one");
        return found.get(0);
    }

    private int family(String[] lines, int from) {
        String[] help = lines[from].split(" ", 4);
        require(help.length == 4 && help[0].equals("#") && help[1].equals("HELP"), lines[from]);
        require(TEXT.matcher(help[3]).matches(), lines[from]);
        String name = help[2];
        require(NAME.matcher(name).matches(), lines[from]);
        String[] type = lines[from + 1].split(" ", -1);
        require(type.length == 4 && type[1].equals("TYPE") && type[2].equals(name), lines[from + 1]);
        require(Set.of("gauge", "counter", "histogram").contains(type[3]), lines[from + 1]);
        require(!type[3].equals("counter") || name.endsWith("_total"), lines[from + 1]);
        Family family = new Family(name, type[3], new ArrayList<>());
        require(families.put(name, family) == null, name + " only once");
        int at = from + 2;
        while (at < lines.length && !lines[at].startsWith("#")) {
            family.samples().add(sample(lines[at], family));
            at++;
        }
        require(!family.samples().isEmpty(), name + " with samples");
        return at;
    }

    private Sample sample(String line, Family family) {
        Matcher matcher = SAMPLE.matcher(line);
        require(matcher.matches() && VALUE.matcher(matcher.group(3)).matches(), line);
        String name = matcher.group(1);
        boolean isPart = family.type().equals("histogram")
                && Set.of("_bucket", "_sum", "_count").stream().anyMatch(part -> name.equals(family.name() + part));
        require(isPart || name.equals(family.name()), line);
        Map<String, String> labels = labels(matcher.group(2) == null ? "" : matcher.group(2), line);
        require(series.add(name + labels), "once: " + line);
        double value = value(matcher.group(3), line);
        require(family.type().equals("gauge") || value >= 0, line);
        return new Sample(name, labels, value);
    }

    private static double value(String text, String line) {
        if (text.endsWith("Inf")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        require(!text.equals("NaN"), line); // The format has it, but there is nothing that we do not know.
        return Double.parseDouble(text);
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            require(matcher.find(at) && matcher.start() == at, line);
            require(labels.put(matcher.group(1), matcher.group(2)) == null, line);
            at = matcher.end();
        }
        return labels;
    }

    private static void checkHistogram(Family family) {
        Map<Map<String, String>, List<Sample>> buckets = new HashMap<>();
        Map<Map<String, String>, Double> counts = new HashMap<>();
        Set<Map<String, String>> sums = new HashSet<>();
        for (Sample sample : family.samples()) {
            Map<String, String> others = new TreeMap<>(sample.labels());
            if (sample.name().endsWith("_bucket")) {
                require(others.remove("le") != null, sample + " with le");
                buckets.computeIfAbsent(others, none -> new ArrayList<>()).add(sample);
            } else if (sample.name().endsWith("_count")) {
                counts.put(others, sample.value());
            } else {
                sums.add(others);
            }
        }
        require(buckets.keySet().equals(counts.keySet()) && sums.equals(counts.keySet()), family.name() + " whole");
        buckets.forEach((labels, of) -> {
            double bound = Double.NEGATIVE_INFINITY;
            double below = 0;
            for (Sample sample : of) {
                double le = value(sample.labels().getOrDefault("le", ""), sample.toString());
                require(le > bound && sample.value() >= below, sample + " behind " + bound);
                bound = le;
                below = sample.value();
            }
            require(
                    Double.isInfinite(bound) && counts.getOrDefault(labels, -1.0) == below,
                    family.name() + " up to +Inf");
        });
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not as the format has it (expected: " + what + ")");
        }
    }
}

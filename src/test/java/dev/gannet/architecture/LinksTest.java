package dev.gannet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of the documentation leads to a file, and to a heading, that is there. */
class LinksTest {
    private static final Path ROOT = Path.of("");
    private static final Set<String> ELSEWHERE = Set.of("target", ".git");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern LINK_TEXT = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<Path> documents;
        try (Stream<Path> files = Files.walk(ROOT)) {
            documents = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !ELSEWHERE.contains(file.getName(0).toString()))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
        assertThat(documents).hasSizeGreaterThan(30);

        List<String> broken = new ArrayList<>();
        for (Path document : documents) {
            for (String line : text(document)) {
                for (Matcher link = LINK.matcher(line); link.find(); ) {
                    if (!leadsSomewhere(document, link.group(1))) {
                        broken.add(document + ": " + link.group(1));
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        if (link.matches("[a-z]+:.*")) {
            return true; // It leads out of here, where a test does not go.
        }
        int mark = link.indexOf('#');
        String file = mark < 0 ? link : link.substring(0, mark);
        Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return mark < 0
                || !target.toString().endsWith(".md")
                || headings(target).contains(link.substring(mark + 1));
    }

    /** Returns the lines of a document but for those of its examples. */
    private static List<String> text(Path document) throws IOException {
        List<String> text = new ArrayList<>();
        boolean isExample = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                isExample = !isExample;
            } else if (!isExample) {
                text.add(line);
            }
        }
        return text;
    }

    /** Returns the anchors of a document's headings, as GitHub makes them. */
    private static Set<String> headings(Path document) throws IOException {
        return text(document).stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").replace("`", ""))
                .map(line -> LINK_TEXT.matcher(line).replaceAll("$1"))
                .map(line -> line.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
                .map(line -> line.replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}

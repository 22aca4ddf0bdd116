package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.SubjectRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Permissions against what was recorded from nats-server; the file says how to read it. AC-23 to AC-28 */
class PermissionsFactsTest {
    private static final Pattern RULES = Pattern.compile("(subscribe|publish) allow (.*) deny (.*)");
    private static final int FACTS = 2061;

    private final List<String> wrong = new ArrayList<>();
    private int facts;
    private @Nullable Permissions permissions;
    private String rules = "";

    @Test
    void shouldDecideAsTheReferenceDid() throws IOException {
        // given
        List<String> lines = recorded();

        // when
        for (String line : lines) {
            if (line.startsWith("  ")) {
                check(permissions(), line.strip().split(" "));
            } else if (!line.startsWith("#")) {
                compile(line);
            }
        }

        // then
        assertThat(wrong).isEmpty();
        assertThat(facts).isEqualTo(FACTS);
    }

    private Permissions permissions() {
        if (permissions == null) {
            throw new IllegalStateException("a fact before the first rules");
        }
        return permissions;
    }

    private void compile(String line) {
        Matcher matcher = RULES.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        rules = line;
        List<String> allow = entries(matcher.group(2));
        SubjectRules compiled = new SubjectRules(allow.isEmpty() ? null : allow, entries(matcher.group(3)));
        permissions = Permissions.of(
                matcher.group(1).equals("publish")
                        ? new PermissionsConfig(compiled, null, null)
                        : new PermissionsConfig(null, compiled, null));
    }

    private static List<String> entries(String text) {
        return text.equals("-") ? List.of() : List.of(text.split(" \\| "));
    }

    private void check(Permissions asked, String[] words) {
        facts++;
        if (rules.startsWith("publish")) {
            note(words, asked.mayPublish(bytes(words[0]), 0, words[0].length()), words[1].equals("accepted"));
            return;
        }
        boolean plain = words[1].equals("accepted") || words[1].equals("refused");
        String queue = plain ? null : words[1];
        boolean accepted = words[plain ? 1 : 2].equals("accepted");
        note(words, asked.maySubscribe(words[0], queue), accepted);
        for (int i = plain ? 2 : 3; i < words.length; i++) {
            byte[] subject = bytes(words[i].substring(1));
            boolean received =
                    !asked.filtersDeliveries(words[0]) || asked.mayReceive(subject, 0, subject.length, queue);
            note(words, received, words[i].startsWith("+"));
        }
    }

    private void note(String[] words, boolean answer, boolean expected) {
        if (answer != expected) {
            wrong.add(rules + ": " + String.join(" ", words));
        }
    }

    private static byte[] bytes(String subject) {
        return subject.getBytes(ISO_8859_1);
    }

    private static List<String> recorded() throws IOException {
        try (InputStream file = PermissionsFactsTest.class.getResourceAsStream("permissions-facts.txt")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), UTF_8).lines().toList();
        }
    }
}

package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.key.KeyTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each key that the reader knows has a row in {@code keys.txt} with a value that is good, under each of its names, and one
 * with a value that is bad: one in which it stands alone, or whose error stands at it (CF-70..208).
 */
class KeysCoveredTest {
    private static final Pattern PLACE = Pattern.compile("(?m)^(F:\\d+:\\d+):");

    /** The first has no effect and a warning, which {@code -t} takes for an error; the second is for Windows only. */
    private static final Set<String> NEVER_GOOD = Set.of("mqtt/consumer_replicas", "tls/cert_store");

    /** What is no number is passed over. */
    private static final Set<String> NEVER_BAD = Set.of("websocket.authorization/timeout");

    private final Map<String, KeyTable<?>> tables = new LinkedHashMap<>();

    KeysCoveredTest() {
        ServerConfigReader reader = new ServerConfigReader(name -> null);
        tables.putAll(reader.tables());
        tables.putAll(reader.blocks());
    }

    @Test
    void shouldHaveAGoodValueOfEachKeyUnderEachOfItsNames() throws IOException {
        Set<String> good = KeysTableTest.rows().stream()
                .filter(KeysTableTest.Row::isGood)
                .flatMap(row -> KeyUses.of(row.conf(), tables).stream())
                .map(KeyUses.Use::id)
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        tables.forEach((table, keys) -> keys.keys()
                .forEach(key -> ids(table, key).filter(id -> !good.contains(id)).forEach(missing::add)));
        assertThat(missing).isEqualTo(NEVER_GOOD);
    }

    @Test
    void shouldHaveABadValueOfEachKey() throws IOException {
        Set<String> bad = KeysTableTest.rows().stream()
                .filter(row -> !row.isGood())
                .flatMap(row -> blamed(row).stream())
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        tables.forEach((table, keys) -> keys.keys().forEach(key -> {
            if (ids(table, key).noneMatch(bad::contains)) {
                missing.add(ids(table, key).findFirst().orElseThrow());
            }
        }));
        assertThat(missing).isEqualTo(NEVER_BAD);
    }

    private static Stream<String> ids(String table, KeyTable.Key<?> key) {
        return key.names().stream().map(name -> table + "/" + name);
    }

    private Set<String> blamed(KeysTableTest.Row row) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(row.expected());
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return KeyUses.of(row.conf(), tables).stream()
                .filter(use ->
                        use.isAlone() || places.contains(use.node().position().toString()))
                .map(KeyUses.Use::id)
                .collect(Collectors.toSet());
    }
}

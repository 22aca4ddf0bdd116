package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.KeyTable.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/configuration.md} lists exactly the keys that the reader knows, under their names. */
class ConfigurationDocTest {
    private static final Path DOC = Path.of("docs/reference/configuration.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** The block of each table of keys, in the order of the document. */
    private static final List<String> BLOCKS = List.of(
            "server",
            "authorization",
            "users",
            "users.limits",
            "permissions",
            "permissions.publish",
            "permissions.allow_responses",
            "accounts",
            "msg_trace",
            "limits",
            "accounts.jetstream",
            "jetstream",
            "jetstream.limits",
            "jetstream.limits.batch",
            "tls",
            "tls.certs",
            "ocsp_cache",
            "login_limits");

    private final Map<String, KeyTable<?>> tables = new ServerConfigReader(name -> null).tables();

    @Test
    void shouldListTheKeysThatAreBuiltWithTheirOtherNames() throws IOException {
        // given the tables that begin with a key and its other names
        Map<String, Set<List<String>>> documented = new LinkedHashMap<>();
        List<List<String>> rows = tables("| key | also |");
        for (int i = 0; i < rows.size(); i++) {
            documented.put(BLOCKS.get(i), rows.get(i).stream().map(this::names).collect(Collectors.toSet()));
        }

        // then they are what the reader knows
        assertThat(documented.keySet()).containsExactlyElementsOf(BLOCKS);
        for (String block : BLOCKS) {
            assertThat(documented.get(block)).as(block).isEqualTo(known(block));
        }
    }

    @Test
    void shouldListTheKeysThatAreNotBuilt() throws IOException {
        assertThat(listed("| where | keys that have no effect |")).isEqualTo(known(Status.NOT_BUILT));
    }

    @Test
    void shouldListTheKeysThatKeepAServerFromStarting() throws IOException {
        assertThat(listed("| where | keys that keep a server from starting |")).isEqualTo(known(Status.REFUSED));
    }

    @Test
    void shouldListTheKeysOfBlocksThatDoNothingYet() throws IOException {
        // given the table as it is generated from the reader's keys
        List<String> generated = new ArrayList<>();
        new ServerConfigReader(name -> null)
                .blocks()
                .forEach((block, keys) -> generated.add("| `" + block + "` | " + spelled(keys) + " |"));

        // then the page has it
        assertThat(tables("| block | its keys, other names in brackets |").get(0))
                .isEqualTo(generated);
    }

    @Test
    void shouldGiveDefaultsAndBoundsOfKeysThatThereAre() throws IOException {
        Map<String, KeyTable<?>> blocks = new ServerConfigReader(name -> null).blocks();
        for (String row : tables("| key | default | bounds |").get(0)) {
            String key = CODE.matcher(row).results().findFirst().orElseThrow().group(1);
            int dot = key.lastIndexOf('.');
            KeyTable<?> block = Objects.requireNonNull(blocks.get(key.substring(0, dot)), key);
            assertThat(block.keys()).as(key).anyMatch(known -> known.names().contains(key.substring(dot + 1)));
        }
    }

    private static String spelled(KeyTable<?> table) {
        return table.keys().stream()
                .map(key -> {
                    String others = key.names().stream()
                            .skip(1)
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(" "));
                    return "`" + key.names().get(0) + "`" + (others.isEmpty() ? "" : " (" + others + ")");
                })
                .collect(Collectors.joining(", "));
    }

    private Set<List<String>> known(String block) {
        return Objects.requireNonNull(tables.get(block), block).keys().stream()
                .filter(key -> key.status() == Status.BUILT)
                .map(KeyTable.Key::names)
                .collect(Collectors.toSet());
    }

    private Map<String, Set<String>> known(Status status) {
        Map<String, Set<String>> known = new LinkedHashMap<>();
        tables.forEach((block, table) -> {
            Set<String> names = new TreeSet<>();
            table.keys().stream().filter(key -> key.status() == status).forEach(key -> names.addAll(key.names()));
            if (!names.isEmpty()) {
                known.put(block, names);
            }
        });
        return known;
    }

    private Map<String, Set<String>> listed(String header) throws IOException {
        Map<String, Set<String>> listed = new LinkedHashMap<>();
        for (String row : tables(header).get(0)) {
            String[] cells = row.split("\\|", -1);
            listed.put(cells[1].strip(), new TreeSet<>(codes(cells[2])));
        }
        return listed;
    }

    /** The rows of each table whose header begins so. */
    private static List<List<String>> tables(String header) throws IOException {
        List<List<String>> tables = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(DOC)) {
            if (line.startsWith(header)) {
                tables.add(new ArrayList<>());
                inTable = true;
            } else if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("|---")) {
                tables.get(tables.size() - 1).add(line);
            }
        }
        return tables;
    }

    private List<String> names(String row) {
        String[] cells = row.split("\\|", -1);
        List<String> names = new ArrayList<>(codes(cells[1]));
        names.addAll(codes(cells[2]));
        return names;
    }

    private static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }
}

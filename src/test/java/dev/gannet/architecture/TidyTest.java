package dev.gannet.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the formatter and the compiler do not check of docs/style.md. It parses; it does not compile. */
class TidyTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final int METHOD_LINES_MAX = 60;
    private static final int PARAMETERS_MAX = 5;
    private static final int FILE_LINES_MAX = 500;
    private static final int TYPES_IN_PACKAGE_MAX = 25;
    private static final List<String> LEFTOVERS =
            List.of("TODO", "FIXME", "XXX", "System.out", "System.err", "printStackTrace");
    private static final List<String> NOT_IN_A_TEST =
            List.of("TODO", "FIXME", "Thread.sleep", "SECONDS.sleep", "@Disabled", "org.mockito", "net.jqwik");
    private static final Pattern SWALLOWED = Pattern.compile("catch \\([^)]*\\)\\s*\\{\\s*}");

    /** The packages whose mutable classes name the thread that owns them. */
    /** Where one class of ours has to be; what else is in that package is not ours to describe. */
    private static final Path PACKAGE_OF_JNATS = Path.of("io/nats/client/impl");

    private static final List<String> OWNED_PACKAGES = List.of("connection", "outbound", "routing", "net");

    /** What writes to the terminal because that is its job, with nothing behind it to log to. */
    private static final List<String> TERMINAL_PACKAGES = List.of("edge", "launch");

    private final SourceTree main = SourceTree.parse(MAIN);

    @Test
    void methodsFitOnAScreen() {
        assertThat(main.methods())
                .filteredOn(method -> method.lines() > METHOD_LINES_MAX)
                .as("methods of more than %d lines", METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void parametersBecomeARecordBeforeTheyAreSix() {
        assertThat(main.methods())
                .filteredOn(method -> method.parameters() > PARAMETERS_MAX && !method.constructsRecord())
                .as("methods of more than %d parameters", PARAMETERS_MAX)
                .isEmpty();
    }

    @Test
    void filesAreReadInOneSitting() throws IOException {
        for (Path file : main.files()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(FILE_LINES_MAX);
        }
    }

    @Test
    void packagesAreHeldInTheHead() {
        Map<Path, Long> types = main.files().stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(groupingBy(Path::getParent, counting()));
        types.values().removeIf(count -> count <= TYPES_IN_PACKAGE_MAX);
        assertThat(types)
                .as("packages of more than %d files", TYPES_IN_PACKAGE_MAX)
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(main.files().stream()
                        .map(Path::getParent)
                        .filter(folder -> !folder.endsWith(PACKAGE_OF_JNATS))
                        .distinct())
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("/**", "@NullMarked"));
    }

    @Test
    void mutableStateNamesItsOwner() {
        assertThat(main.classes())
                .filteredOn(type -> type.residesInAnyOf(OWNED_PACKAGES) && type.hasMutableField())
                .filteredOn(type -> !type.comment().contains("<b>Owner:</b>"))
                .extracting(SourceTree.Type::where)
                .as("classes with mutable fields and no <b>Owner:</b> in their comment")
                .isEmpty();
    }

    @Test
    void locksStandOnlyWhereTheRuleNamesThem() {
        assertThat(main.classes())
                .filteredOn(type -> !type.residesInAnyOf(ArchitectureTest.HOMES_OF_LOCKS.keySet()))
                .filteredOn(SourceTree.Type::synchronizesABlock)
                .extracting(SourceTree.Type::where)
                .as("synchronized blocks (R6 of docs/architecture.md)")
                .isEmpty();
    }

    @Test
    void nothingIsLeftOver() throws IOException {
        for (Path file : main.files()) {
            String text = Files.readString(file);
            assertThat(text).as(file.toString()).doesNotContain(leftoversFor(file));
            assertThat(SWALLOWED.matcher(text).find())
                    .as("an exception is swallowed in " + file)
                    .isFalse();
        }
    }

    @Test
    void testsNeitherSleepNorRest() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(SourceTree::isSource).toList()) {
                if (!file.startsWith(TESTS.resolve("dev/gannet/architecture"))) {
                    assertThat(Files.readString(file)).as(file.toString()).doesNotContain(NOT_IN_A_TEST);
                }
            }
        }
    }

    private static List<String> leftoversFor(Path file) {
        boolean terminal =
                TERMINAL_PACKAGES.stream().anyMatch(name -> file.startsWith(MAIN.resolve("dev/gannet/" + name)));
        return terminal
                ? LEFTOVERS.stream().filter(word -> !word.startsWith("System.")).toList()
                : LEFTOVERS;
    }
}

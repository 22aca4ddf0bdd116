package dev.gannet.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What examples/ shows is built with what this build has made, and does what its READMEs say. The examples find what is ours
 * in a Maven repository of their own, and what is not in the one of this machine.
 */
class ExampleApplicationsIT {
    private static final long MINUTES_MAX = 5;
    private static final Path WAR = Path.of("target/gannet.war");
    private static final String GROUP = "dev";
    private static final String ARTIFACTS = "gannet";

    @TempDir
    static Path directory;

    @TempDir
    Path store;

    @BeforeAll
    static void install() throws Exception {
        Path machines = Path.of(requireNonNull(System.getProperty("gannet.maven.repository")));
        link(machines, directory, GROUP);
        link(machines.resolve(GROUP), directory.resolve(GROUP), ARTIFACTS);
        assertThat(run(
                        Map.of(),
                        "./mvnw",
                        "-q",
                        "-B",
                        "-Dmaven.repo.local=" + directory,
                        "install:install-file@edge",
                        "install:install-file@client",
                        "install:install-file@resource-adapter",
                        "install:install-file@application"))
                .as("what Maven complains of")
                .doesNotContain("ERROR");
        assertThat(WAR).exists();
    }

    /** Has everything of one folder, but what is called {@code without}, in another too. */
    private static void link(Path from, Path to, String without) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                if (!child.endsWith(without)) {
                    Files.createSymbolicLink(to.resolve(child.getFileName()), child);
                }
            }
        }
    }

    @Test
    void shouldRunInTheServersJvm() throws Exception {
        String printed = check(Map.of(), "embedded", "beans", "jetstream-orders");
        assertThat(printed).contains("pen: 150 cents", "8 left", "2 x pen: 300 cents", "there is no unicorn");
    }

    @Test
    void shouldRunWithAServerElsewhere() throws Exception {
        try (RunningServer server = ServerUnderTest.start("jetstream { store_dir: '" + store + "' }")) {
            String printed = check(Map.of("GANNET_CLIENT_URL", server.url()), "mdb", "beans", "jetstream-orders");
            assertThat(printed).contains("pen, ink", "8 left", "2 x pen: 300 cents");
        }
    }

    private static String check(Map<String, String> environment, String... examples) throws Exception {
        List<String> command = new ArrayList<>(List.of("examples/run", "--check"));
        command.addAll(List.of(examples));
        return run(environment, command.toArray(String[]::new));
    }

    /** Runs a command that has to end well, and returns what it prints. */
    private static String run(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("GANNET_MAVEN_REPOSITORY", directory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        if (!ended) {
            process.destroy();
        }
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}

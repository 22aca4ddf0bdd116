package dev.gannet.architecture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the build leaves in target/: each artifact holds what its users need, and nothing of the others. */
class ArtifactsIT {
    /** Ours, though not by its name. */
    private static final String DATA_PORT = "io/nats/client/impl/InProcessDataPort.class";

    private static final Path EDGE_JAR = Path.of(requireNonNull(System.getProperty("gannet.edge.jar")));
    private static final Path TARGET = requireNonNull(EDGE_JAR.getParent());
    private static final Path WAR = TARGET.resolve("gannet.war");

    @Test
    void shouldRunTheEdgeJarWithExactlyTheLibrariesBesideIt() throws IOException {
        try (var jar = new JarFile(EDGE_JAR.toFile())) {
            // given what the jar says of itself
            Attributes manifest = jar.getManifest().getMainAttributes();

            // then it can be started, and its class path is the lib directory
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("dev.gannet.edge.EdgeMain");
            assertThat(manifest.getValue(Attributes.Name.CLASS_PATH).split(" "))
                    .containsExactlyInAnyOrderElementsOf(libraries());
        }
    }

    @Test
    void shouldKeepTheContainerOutOfTheEdgeJar() throws IOException {
        assertThat(entries(EDGE_JAR))
                .contains("dev/gannet/base/package-info.class")
                .noneMatch(name -> name.matches("dev/gannet/(api|client|ee|launch|ra)/.*"))
                .noneMatch(name -> name.startsWith("META-INF/services/jakarta."));
    }

    @Test
    void shouldKeepWhatTheContainerProvidesOutOfTheWar() throws IOException {
        assertThat(entries(WAR))
                .contains("WEB-INF/beans.xml", "WEB-INF/classes/dev/gannet/base/package-info.class")
                .noneMatch(name -> name.matches("WEB-INF/classes/dev/gannet/(client|edge|launch|ra|testing)/.*"))
                .noneMatch(name -> name.matches("WEB-INF/lib/(jakarta|junit|h2|hazelcast).*"));
    }

    @Test
    void shouldGiveApplicationsMessagingAndNothingElse() throws IOException {
        assertThat(classes(TARGET.resolve("gannet-client.jar")))
                .contains("dev/gannet/api/Messaging.class", "dev/gannet/client/bean/MessagingExtension.class")
                .allMatch(name -> name.matches("dev/gannet/(api|client)/.*") || name.equals(DATA_PORT));
        assertThat(entries(TARGET.resolve("gannet-client.jar")))
                .contains("META-INF/beans.xml", "META-INF/services/jakarta.enterprise.inject.spi.Extension");
    }

    @Test
    void shouldGiveContainersAResourceAdapterWithItsLibraries() throws IOException {
        // given
        Path adapter = TARGET.resolve("rar/gannet-ra.jar");

        // then
        assertThat(entries(TARGET.resolve("gannet.rar"))).contains("gannet-ra.jar", "jnats.jar");
        assertThat(classes(adapter))
                .contains("dev/gannet/api/Messaging.class", "dev/gannet/ra/GannetResourceAdapter.class")
                .allMatch(name -> name.matches("dev/gannet/(api|client|ra)/.*") || name.equals(DATA_PORT))
                .contains("dev/gannet/client/stream/StreamObservers.class")
                // CDI has no place in an adapter.
                .noneMatch(name -> name.matches("dev/gannet/client/(bean|subject|bucket|service)/.*"));
    }

    @Test
    void shouldFillInTheVersionsOfEveryPom() throws IOException {
        try (Stream<Path> poms = Files.list(TARGET.resolve("poms"))) {
            assertThat(poms.toList())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(pom -> assertThat(Files.readString(pom)).doesNotContain("${"));
        }
    }

    @Test
    void shouldHaveEverythingInTheServerJarThatTheLauncherNeeds() throws IOException {
        Path server = TARGET.resolve("gannet.jar");
        try (var jar = new JarFile(server.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                    .isEqualTo("dev.gannet.launch.LaunchMain");
        }
        // Packages are there as a whole or not at all: the application takes them from there, and all others from
        // itself.
        assertThat(entries(server))
                .contains("MICRO-INF/gannet.war", "fish/payara/micro/boot/PayaraMicroLauncher.class")
                .filteredOn(name -> name.startsWith("dev/gannet/") && name.endsWith(".class"))
                .allMatch(name -> name.matches("dev/gannet/(base|subject|config|process|launch)/.*"))
                .containsAll(classes("base", "subject", "config", "process", "launch"));
    }

    @Test
    void shouldTellUsersOfTheEdgeJarWhatItNeeds() throws Exception {
        // given the project's own dependencies that are neither for its tests nor for the container
        List<String> needed = dependencies(Path.of("pom.xml")).stream()
                .filter(name -> !name.matches(
                        "(jakarta.platform|org.eclipse.microprofile|com.h2database|io.nats|io.opentelemetry):.*"))
                .toList();

        // then the POM beside the jar names the same, with versions filled in
        Path pom = TARGET.resolve("poms/gannet-edge.pom");
        assertThat(dependencies(pom)).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(Files.readString(pom)).doesNotContain("${");
    }

    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            return files.map(file -> "lib/" + file.getFileName()).toList();
        }
    }

    private static List<String> classes(Path archive) throws IOException {
        return entries(archive).stream().filter(name -> name.endsWith(".class")).toList();
    }

    private static List<String> classes(String... packages) throws IOException {
        Path all = TARGET.resolve("classes");
        List<String> names = new ArrayList<>();
        for (String each : packages) {
            try (Stream<Path> files = Files.walk(all.resolve("dev/gannet").resolve(each))) {
                files.filter(Files::isRegularFile)
                        .map(file -> all.relativize(file).toString())
                        .filter(name -> name.endsWith(".class"))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static List<String> entries(Path archive) throws IOException {
        try (var jar = new JarFile(archive.toFile())) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }

    /** The children of the project's own {@code dependencies}, as {@code group:artifact}, without those for tests. */
    private static List<String> dependencies(Path pom) throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        return children(project, "dependencies")
                .flatMap(list -> children(list, "dependency"))
                .filter(dependency -> children(dependency, "scope")
                        .noneMatch(scope -> text(scope).equals("test")))
                .map(dependency -> text(
                                children(dependency, "groupId").findFirst().orElseThrow()) + ":"
                        + text(children(dependency, "artifactId").findFirst().orElseThrow()))
                .toList();
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(nodes::item)
                .filter(node -> node.getNodeName().equals(name))
                .map(Element.class::cast);
    }

    private static String text(Element element) {
        return element.getTextContent().trim();
    }
}

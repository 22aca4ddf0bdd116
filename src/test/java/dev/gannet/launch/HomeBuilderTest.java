package dev.gannet.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeBuilderTest {
    private static final String MANIFEST = "Manifest-Version: 1.0\nMain-Class: a.Main\nAdd-Opens: java.base/a\n\n";

    @TempDir
    Path directory;

    @Test
    void shouldLayOutWhatIsInTheOneFile() throws Exception {
        // given a jar like ours
        byte[] war = zip(Map.of(
                "WEB-INF/classes/dev/gannet/engine/Engine.class", bytes("engine"),
                "WEB-INF/classes/dev/gannet/base/Base.class", bytes("of the war"),
                "WEB-INF/classes/dev/gannet/ee/Bean.class", bytes("bean"),
                "WEB-INF/classes/META-INF/services/x.Extension", bytes("extension"),
                "WEB-INF/lib/own.jar", bytes("own"),
                "WEB-INF/lib/jackson-core-2.jar", bytes("jackson")));
        Path jar = Files.write(
                directory.resolve("gannet.jar"),
                zip(Map.of(
                        "META-INF/MANIFEST.MF", bytes(MANIFEST),
                        "MICRO-INF/domain/", bytes(""),
                        "MICRO-INF/domain/domain.xml", bytes("domain"),
                        "MICRO-INF/runtime/container.jar", bytes("container"),
                        "MICRO-INF/runtime/adapter.rar", zip(Map.of("META-INF/ra.xml", bytes("ra"))),
                        "MICRO-INF/gannet.war", war,
                        "dev/gannet/base/Base.class", bytes("base"))));

        // when
        Path home = directory.resolve("home");
        new HomeBuilder(jar, home).build();

        // then
        assertThat(home.resolve("lib/container.jar")).hasContent("container");
        assertThat(home.resolve("lib/own.jar")).hasContent("own");
        assertThat(home.resolve("lib/jackson-core-2.jar")).doesNotExist();
        assertThat(home.resolve("install/applications/adapter/META-INF/ra.xml")).hasContent("ra");
        assertThat(home.resolve("gannet.war")).hasBinaryContent(war);
        try (var launch = new JarFile(home.resolve("launch.jar").toFile())) {
            Attributes manifest = launch.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo("a.Main");
            assertThat(manifest.getValue("Add-Opens")).isEqualTo("java.base/a");
            assertThat(manifest.getValue("Class-Path")).isEqualTo("lib/container.jar lib/own.jar");
            assertThat(launch.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            "META-INF/MANIFEST.MF",
                            "MICRO-INF/domain/",
                            "MICRO-INF/domain/domain.xml",
                            "dev/gannet/base/Base.class",
                            "dev/gannet/engine/Engine.class");
            assertThat(launch.getInputStream(launch.getEntry("dev/gannet/base/Base.class")))
                    .hasContent("base");
        }
    }

    @Test
    void shouldNotWriteOutsideOfTheHome() throws Exception {
        byte[] adapter = zip(Map.of("../../../../outside", bytes("evil")));
        Path jar = Files.write(
                directory.resolve("gannet.jar"),
                zip(Map.of("META-INF/MANIFEST.MF", bytes(MANIFEST), "MICRO-INF/runtime/adapter.rar", adapter)));
        assertThatThrownBy(() -> new HomeBuilder(jar, directory.resolve("home")).build())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** In the order of names, with the manifest first as it must be. */
    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}

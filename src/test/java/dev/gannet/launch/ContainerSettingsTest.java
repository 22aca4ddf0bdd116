package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerSettingsTest {
    private static final HttpAddress HTTP = new HttpAddress("10.0.0.1", 8333);
    private static final HttpAddress NO_HTTP = new HttpAddress("127.0.0.1", 0);

    @TempDir
    Path home;

    private InstanceDirectory directory;

    @BeforeEach
    void create() throws IOException {
        Files.createDirectories(home.resolve(ContainerDefaults.CONFIG));
        directory = InstanceDirectory.create(Installation.of(home.resolve("launch.jar")));
    }

    @AfterEach
    void delete() throws IOException {
        directory.close();
    }

    @Test
    void shouldPutHttpWhereItBelongs() throws Exception {
        ContainerSettings settings = new ContainerSettings(List.of(), HTTP, null, directory);
        assertThat(settings.commands())
                .anyMatch(command -> command.endsWith("http-listener.address=10.0.0.1"))
                .anyMatch(command -> command.endsWith("http-listener.port=8333"));
        assertThat(settings.properties())
                .containsEntry("gannet.launch.http_host", "10.0.0.1")
                .containsEntry("gannet.launch.http_port", "8333");
    }

    @Test
    void shouldTurnHttpOff() throws Exception {
        ContainerSettings settings = new ContainerSettings(List.of(), NO_HTTP, null, directory);
        assertThat(settings.commands())
                .anyMatch(command -> command.endsWith("http-listener.enabled=false"))
                .noneMatch(command -> command.contains("http-listener.port"));
        assertThat(settings.properties()).doesNotContainKeys("gannet.launch.http_host", "gannet.launch.http_port");
    }

    @Test // CF-97, CF-205, CF-199
    void shouldAnswerHttpsInsteadOfHttp() {
        TlsConfig tls = TlsConfig.of("server.pem", "server.key").toBuilder()
                .minVersion("1.3")
                .cipherSuites(List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                .build();
        HttpAddress https = new HttpAddress("10.0.0.1", 8443, true);
        assertThat(new ContainerSettings(List.of(), https, tls, directory).commands())
                .anyMatch(command -> command.endsWith(".http-listener.enabled=false"))
                .anyMatch(command -> command.endsWith(".https-listener.address=10.0.0.1"))
                .anyMatch(command -> command.endsWith(".https-listener.port=8443"))
                .anyMatch(command -> command.endsWith(".https-listener.enabled=true"))
                .anyMatch(command -> command.endsWith(".ssl.tls12-enabled=false"))
                .anyMatch(command -> command.endsWith(",+TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                .noneMatch(command -> command.contains("server.key"));
    }

    @Test
    void shouldHandOverTheCommandLine() throws Exception {
        ContainerSettings settings = new ContainerSettings(List.of("-p", "-1", "-n", "a b"), HTTP, null, directory);
        assertThat(settings.properties()).containsEntry("gannet.launch.arguments", "-p\0-1\0-n\0a b\0");
    }

    @Test
    void shouldKeepTheContainerToItself() throws Exception {
        ContainerSettings settings = new ContainerSettings(List.of(), HTTP, null, directory);
        List<String> arguments = settings.arguments();
        assertThat(arguments)
                .contains("--nohazelcast", "--disablephonehome")
                .doesNotContain("--nocluster") // The container would then ignore the other.
                .containsSubsequence("--rootdir", directory.root().toString())
                .containsSubsequence("--deploy", home.resolve("gannet.war").toString(), "--contextroot", "/");
        Path commands = Path.of(arguments.get(arguments.indexOf("--prebootcommandfile") + 1));
        assertThat(Files.readAllLines(commands)).isEqualTo(settings.commands());
    }
}

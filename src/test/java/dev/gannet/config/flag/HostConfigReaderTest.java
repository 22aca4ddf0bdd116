package dev.gannet.config.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConfigReaderTest {
    private static final Path TLS = Path.of("src/test/resources/tls").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void shouldPreferFlagsToSettingsAndSettingsToTheFile() throws IOException {
        // given
        Path file = file("port: 1001\nmax_payload: 1001\nmax_control_line: 1001\n");
        Map<String, String> settings =
                Map.of("gannet.config", file.toString(), "gannet.port", "1002", "gannet.max_payload", "1002");

        // when
        ServerConfig config = run(settings, "-p", "1003");

        // then
        assertThat(config.client().port()).isEqualTo(1003);
        assertThat(config.limits().maxPayloadBytes()).isEqualTo(1002);
        assertThat(config.limits().maxControlLineBytes()).isEqualTo(1001);
    }

    @Test
    void shouldPreferTheFileOfTheFlags() throws IOException {
        String named = directory.resolve("missing.conf").toString();
        ServerConfig config =
                run(Map.of("gannet.config", named), "-c", file("port: 1001").toString());
        assertThat(config.client().port()).isEqualTo(1001);
    }

    @Test // CVE-2021-32026: TLS by flags came with cipher suites that nobody had asked for
    void shouldTakeFilesByFlagsAndNothingElse() throws IOException {
        String suites =
                "cipher_suites: [ \"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\" ], curve_preferences: [ \"CurveP256\" ]";
        String files = "cert_file: '" + TLS.resolve("server.pem") + "', key_file: '" + TLS.resolve("server.key") + "'";
        String[] flags = {"--tlscert", TLS + "/server-rsa.pem", "--tlskey", TLS + "/server-rsa.key"};

        // when
        TlsConfig ofFlags = tls(run(Map.of("gannet.config", file("port: 1001").toString()), flags));
        TlsConfig ofFile =
                tls(run(Map.of("gannet.config", file("tls { " + files + " }").toString())));
        TlsConfig ofBoth = tls(run(
                Map.of(
                        "gannet.config",
                        file("tls { " + files + ", " + suites + " }").toString()),
                flags));

        // then
        assertThat(ofFlags.cipherSuites()).isEqualTo(ofFile.cipherSuites());
        assertThat(ofFlags.curvePreferences()).isEqualTo(ofFile.curvePreferences());
        assertThat(ofBoth.certificates().toString()).contains("server-rsa.pem").doesNotContain("server.pem");
        assertThat(ofBoth.cipherSuites()).containsExactly("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }

    @Test // Environment variables cannot be listed by key.
    void shouldFindSettingsThatAreNotListed() {
        ServerConfig config = run(new Settings(Map.of("gannet.max_payload", "1002"), List.of()));
        assertThat(config.limits().maxPayloadBytes()).isEqualTo(1002);
    }

    @Test
    void shouldLeaveWhatIsForOthers() {
        ServerConfig config = run(Map.of(
                "other.port",
                "1",
                "gannet.launch.arguments",
                "-p\0001\0",
                "gannet.client.url",
                "nats://a",
                "gannet.process.pid",
                "1",
                "gannet.memory.max",
                "1"));
        assertThat(config.client().port()).isEqualTo(4222);
    }

    @Test
    void shouldRefuseAnUnknownSetting() {
        var reader = new HostConfigReader(name -> null, new Settings(Map.of("gannet.max_paylod", "1")));
        assertThat(reader.read(List.of()))
                .isInstanceOfSatisfying(
                        CommandLine.Failure.class,
                        failure -> assertThat(failure.text()).contains("gannet.max_paylod"));
    }

    private static TlsConfig tls(ServerConfig config) {
        return Objects.requireNonNull(config.tls());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("nats.conf"), text);
    }

    private static ServerConfig run(Map<String, String> settings, String... flags) {
        return run(new Settings(settings), flags);
    }

    private static ServerConfig run(Settings settings, String... flags) {
        CommandLine read = new HostConfigReader(name -> null, settings).read(List.of(flags));
        assertThat(read).isInstanceOf(CommandLine.Run.class);
        return ((CommandLine.Run) read).config();
    }

    private record Settings(Map<String, String> values, Iterable<String> names) implements HostConfigReader.Source {
        Settings(Map<String, String> values) {
            this(values, values.keySet());
        }

        @Override
        public @Nullable String value(String name) {
            return values.get(name);
        }
    }
}

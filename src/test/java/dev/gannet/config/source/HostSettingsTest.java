package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.CommandLineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSettingsTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadSettingsAsTheyStandInAFile() {
        // when
        ServerConfig config = run(Map.of("max_payload", "2MB", "server_name", "\"quoted\"", "port", "-1"));

        // then
        assertThat(config.limits().maxPayloadBytes()).isEqualTo(2 * 1024 * 1024);
        assertThat(config.serverName()).isEqualTo("quoted");
        assertThat(config.client().port()).isEqualTo(-1);
    }

    @Test
    void shouldReadABlockFromSeveralSettings() {
        // when
        ServerConfig config = run(
                Map.of("authorization.timeout", "5", "authorization.users", "[{user: ann, password: a}, {user: bob}]"));

        // then
        assertThat(config.authorization().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.authorization().users()).extracting(UserConfig::name).containsExactly("ann", "bob");
    }

    @Test
    void shouldStandBetweenTheFileAndTheFlags() throws IOException {
        // given
        Path file = Files.writeString(
                directory.resolve("nats.conf"), "port: 1001\nmax_payload: 1000\nmax_control_line: 1000\n");

        // when
        ServerConfig config = run(Map.of("port", "1002", "max_payload", "1002"), "-c", file.toString(), "-p", "1003");

        // then
        assertThat(config.client().port()).isEqualTo(1003);
        assertThat(config.limits().maxPayloadBytes()).isEqualTo(1002);
        assertThat(config.limits().maxControlLineBytes()).isEqualTo(1000);
    }

    @Test
    void shouldSayWhichSettingIsWrong() {
        assertThat(failure(Map.of("max_payload", "many"))).contains("gannet.max_payload:1:");
        assertThat(failure(Map.of("max_paylod", "1"))).contains("unknown field \"max_paylod\"");
        assertThat(failure(Map.of("ports", "[1"))).contains("gannet.ports:");
    }

    @Test
    void shouldNotTakeAKeyForSomethingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("a {} port", "1")))
                .withMessage("not a key: gannet.a {} port");
    }

    @Test
    void shouldChangeNothingWithoutSettings() {
        assertThat(run(Map.of()).limits()).isEqualTo(LimitsConfig.defaults());
    }

    private static ServerConfig run(Map<String, String> settings, String... arguments) {
        return ((CommandLine.Run) read(settings, arguments)).config();
    }

    private static String failure(Map<String, String> settings) {
        return ((CommandLine.Failure) read(settings)).text();
    }

    private static CommandLine read(Map<String, String> settings, String... arguments) {
        return new CommandLineReader(name -> null, new HostSettings("gannet.", settings)).read(List.of(arguments));
    }
}

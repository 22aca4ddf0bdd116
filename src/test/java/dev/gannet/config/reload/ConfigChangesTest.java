package dev.gannet.config.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.FilesConfig;
import dev.gannet.config.KeepAliveConfig;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.LogConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.UserConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The lines are those that the reference server logs (CF-211, CF-227). */
class ConfigChangesTest {
    private static final String[] ALWAYS = {"Reloaded: authorization users", "Reloaded: accounts"};
    private static final ServerConfig DEFAULTS = ServerConfig.defaults();

    @Test // CF-211
    void shouldLookAtUsersAndAccountsAlways() throws ReloadException {
        assertThat(lines(DEFAULTS, DEFAULTS)).containsExactly(ALWAYS);
    }

    @Test // CF-218
    void shouldChangeLimits() throws ReloadException {
        // given
        LimitsConfig limits = LimitsConfig.defaults()
                .withMaxConnections(5)
                .withMaxPayloadBytes(2000)
                .withMaxControlLineBytes(512);
        KeepAliveConfig keepAlive = KeepAliveConfig.defaults()
                .withPingInterval(Duration.ofMillis(1500))
                .withPingMax(9)
                .withWriteDeadline(Duration.ofSeconds(90));

        // when
        ServerConfig now =
                DEFAULTS.toBuilder().limits(limits).keepAlive(keepAlive).build();

        // then
        assertThat(lines(DEFAULTS, now))
                .containsExactly(
                        "Reloaded: max_connections = 5",
                        "Reloaded: authorization users",
                        "Reloaded: accounts",
                        "Reloaded: ping_interval = 1.5s",
                        "Reloaded: ping_max = 9",
                        "Reloaded: max_control_line = 512",
                        "Reloaded: max_payload = 2000",
                        "Reloaded: write_deadline = 1m30s");
    }

    @Test // CF-212, CF-219
    void shouldSayWhatTheHostHasToDo() throws ReloadException {
        // given
        ServerConfig now = DEFAULTS.toBuilder()
                .log(new LogConfig(true, false, false, false, false, false, Path.of("a.log"), 0, 0, false, null))
                .files(new FilesConfig(Path.of("a.pid"), Path.of("ports")))
                .build();

        // when
        List<Change> changes = ConfigChanges.between(DEFAULTS, now);

        // then
        assertThat(changes)
                .contains(
                        new Change(Effect.LOG, "Reloaded: debug = true"),
                        new Change(Effect.LOG, "Reloaded: logtime = false"),
                        new Change(Effect.LOG, "Reloaded: log_file = a.log"),
                        new Change(Effect.PID_FILE, "Reloaded: pid_file = a.pid"),
                        new Change(Effect.PORTS_FILE, "Reloaded: ports_file_dir = ports"));
        assertThat(lines(now, DEFAULTS))
                .contains("Reloaded: ports_file_dir = ")
                .doesNotContain("Reloaded: pid_file = ");
    }

    @Test // CF-219, CF-221
    void shouldSayWhatIsOtherAboutTls() throws ReloadException {
        // given
        ServerConfig before = DEFAULTS.toBuilder().tls(TlsConfig.of("a", "b")).build();
        TlsConfig tls = TlsConfig.of("a", "b").toBuilder()
                .timeout(Duration.ofMillis(2500))
                .pinnedCerts(Set.of("a".repeat(64)))
                .handshakeFirst(new TlsConfig.HandshakeFirst(true, Duration.ofMillis(50)))
                .build();
        ServerConfig now = before.toBuilder()
                .tls(tls)
                .keepAlive(KeepAliveConfig.defaults().withWriteDeadline(Duration.ofSeconds(3)))
                .build();

        // then
        assertThat(lines(before, now))
                .containsExactly(
                        "Reloaded: authorization users",
                        "Reloaded: accounts",
                        "Reloaded: tls timeout = 2.5",
                        "Reloaded: tls = enabled",
                        "Reloaded: 1 pinned_certs",
                        "Reloaded: Client TLS handshake first: true",
                        "Reloaded: Client TLS handshake first fallback delay: 50ms",
                        "Reloaded: write_deadline = 3s");
        assertThat(lines(now, DEFAULTS))
                .contains(
                        "Reloaded: tls timeout = 2",
                        "Reloaded: tls = disabled",
                        "Reloaded: 0 pinned_certs",
                        "Reloaded: Client TLS handshake first: false",
                        "Reloaded: Client TLS handshake first fallback delay: 0s");
    }

    @Test // CF-214
    void shouldNameSecretsWithoutTheirValue() throws ReloadException {
        // given
        AuthorizationConfig authorization =
                AuthorizationConfig.defaults().withUser("ann", "secret").withTimeout(Duration.ofMillis(2500));

        // when
        List<String> lines = lines(
                DEFAULTS, DEFAULTS.toBuilder().authorization(authorization).build());

        // then
        assertThat(lines)
                .contains(
                        "Reloaded: authorization username",
                        "Reloaded: authorization password",
                        "Reloaded: authorization timeout = 2.5");
        assertThat(lines).noneMatch(line -> line.contains("secret"));
    }

    @Test // CF-227
    void shouldRefuseWhatHoldsUntilTheEnd() {
        assertRefused(DEFAULTS.toBuilder().serverName("x").build(), "ServerName: old=, new=x");
        assertRefused(limits(LimitsConfig.defaults().withMaxSubscriptions(3)), "MaxSubs: old=0, new=3");
        assertRefused(
                limits(LimitsConfig.defaults().withMaxPendingBytes(3_145_728)),
                "MaxPending: old=67108864, new=3145728");
        assertRefused(limits(LimitsConfig.defaults().withMaxClosedClients(7)), "MaxClosedClients: old=10000, new=7");
        assertRefused(
                DEFAULTS.toBuilder()
                        .lameDuck(DEFAULTS.lameDuck().withDuration(Duration.ofMinutes(1)))
                        .build(),
                "LameDuckDuration: old=2m0s, new=1m0s");
        assertRefused(DEFAULTS.toBuilder().systemAccount("foo").build(), "SystemAccount: old=, new=foo");
        assertRefused(DEFAULTS.toBuilder().noSystemAccount(true).build(), "NoSystemAccount: old=false, new=true");
    }

    @Test // CF-227
    void shouldLetTheNoAuthUserGoWithItsUserOnly() throws ReloadException {
        // given
        AuthorizationConfig both = AuthorizationConfig.defaults()
                .withUsers(List.of(new UserConfig("a", "p"), new UserConfig("b", "p")))
                .withNoAuthUser("a");
        ServerConfig before = DEFAULTS.toBuilder().authorization(both).build();
        ServerConfig alone =
                before.toBuilder().authorization(both.withNoAuthUser(null)).build();
        ServerConfig together = before.toBuilder()
                .authorization(both.withNoAuthUser(null).withUsers(List.of(new UserConfig("b", "p"))))
                .build();

        // when, then
        assertThatThrownBy(() -> ConfigChanges.between(before, alone))
                .hasMessage("config reload not supported for NoAuthUser: old=a, new=");
        assertThat(lines(before, together)).containsExactly(ALWAYS);
    }

    private static ServerConfig limits(LimitsConfig limits) {
        return DEFAULTS.toBuilder().limits(limits).build();
    }

    private static void assertRefused(ServerConfig now, String what) {
        assertThatThrownBy(() -> ConfigChanges.between(DEFAULTS, now))
                .isInstanceOf(ReloadException.class)
                .hasMessage("config reload not supported for " + what);
    }

    private static List<String> lines(ServerConfig before, ServerConfig now) throws ReloadException {
        return ConfigChanges.between(before, now).stream().map(Change::line).toList();
    }
}

package dev.gannet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.peer.WriteTimeout;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    private static final String SECRET = "s3cr3t-word";

    @Test
    void shouldHaveTheDefaultsOfTheReference() {
        // given nothing
        ServerConfig config = ServerConfig.defaults();

        // then CP-3, CP-5 to CP-15, CP-19, CP-20
        assertThat(config.serverName()).isNull();
        assertThat(config.client()).isEqualTo(new ListenConfig("0.0.0.0", 4222, null));
        assertThat(config.monitor()).isEqualTo(new MonitorConfig("0.0.0.0", 0, "/"));
        assertThat(config.monitor().isOn()).isFalse();
        assertThat(config.limits()).isEqualTo(new LimitsConfig(4096, 1_048_576, 67_108_864, 65_536, 0, 0, 10_000, 0));
        assertThat(config.keepAlive())
                .isEqualTo(new KeepAliveConfig(Duration.ofMinutes(2), 2, Duration.ofSeconds(10), WriteTimeout.DEFAULT));
        assertThat(config.lameDuck()).isEqualTo(new LameDuckConfig(Duration.ofMinutes(2), Duration.ofSeconds(10)));
        assertThat(config.protocol()).isEqualTo(new ProtocolConfig(true, false, false, false));
        assertThat(config.authorization().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.accounts()).isEmpty();
        assertThat(config.log().logtime()).isTrue();
        assertThat(ResponsePermission.defaults()).isEqualTo(new ResponsePermission(1, Duration.ofMinutes(2))); // CP-22
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void shouldBeReachedFromThisMachineOnlyWhenEmbedded() {
        // when
        ServerConfig config = ServerConfig.embedded();

        // then only the listener differs from the defaults
        assertThat(config.client()).isEqualTo(new ListenConfig("127.0.0.1", ListenConfig.RANDOM_PORT, null));
        assertThat(config.toBuilder().client(ListenConfig.defaults()).build()).isEqualTo(ServerConfig.defaults());
    }

    @Test
    void shouldKeepEverythingInItsBuilder() {
        // given a configuration with nothing at its default
        ServerConfig config = everythingSet();

        // then
        assertThat(config.toBuilder().build()).isEqualTo(config);
    }

    @Test
    void shouldNotShowSecrets() {
        assertThat(everythingSet().toString()).doesNotContain(SECRET).contains("[REDACTED]", "alice", "bob");
    }

    @Test
    void shouldRefuseValuesThatNoServerCanHave() {
        assertThatThrownBy(() -> new ListenConfig("h", 0, null)).hasMessageStartingWith("port: 0 (expected: ");
        assertThatThrownBy(() -> new ListenConfig("h", 65536, null)).hasMessage("port: 65536 (expected: <= 65535)");
        assertThatThrownBy(() -> new MonitorConfig("h", -2, "/")).hasMessage("port: -2 (expected: >= -1)");
        assertThatThrownBy(() -> new MonitorConfig("h", 0, "x")).hasMessage("basePath: x (expected: starts with /)");
        LimitsConfig limits = LimitsConfig.defaults();
        assertThatThrownBy(() -> limits.withMaxPayloadBytes(0)).hasMessage("maxPayloadBytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> limits.withMaxSubjectTokens(256))
                .hasMessage("maxSubjectTokens: 256 (expected: <= 255)");
        assertThatThrownBy(() -> KeepAliveConfig.defaults().withPingInterval(Duration.ZERO))
                .hasMessage("pingInterval: PT0S (expected: > 0)");
        assertThatThrownBy(() -> LameDuckConfig.defaults().withGracePeriod(Duration.ofMillis(-1)))
                .hasMessage("gracePeriod: PT-0.001S (expected: >= 0)");
    }

    @Test
    void shouldSayWhatKeepsAServerFromStarting() {
        // given settings that are right one by one, and wrong together
        PermissionsConfig permissions = new PermissionsConfig(
                new SubjectRules(List.of("a", "b q"), List.of()), new SubjectRules(null, List.of("a q", "b..c")), null);
        ServerConfig config = ServerConfig.defaults().toBuilder()
                .serverName("my server")
                .limits(LimitsConfig.defaults().withMaxPendingBytes(100))
                .lameDuck(new LameDuckConfig(Duration.ofMinutes(2), Duration.ofMinutes(3)))
                .authorization(AuthorizationConfig.defaults()
                        .withUsers(List.of(new UserConfig("u", "", permissions, Set.of("PIGEON"))))
                        .withNoAuthUser("v"))
                .systemAccount("NONE")
                .build();

        // then all is said, in the reference server's words and order (CF-33, CF-84, CF-95)
        assertThat(config.problems())
                .containsExactly(
                        "lame duck grace period (3m0s) should be strictly lower than lame duck duration (2m0s)",
                        "max_payload (1048576) cannot be higher than max_pending (100)",
                        "server name cannot contain spaces",
                        "unknown connection type \"PIGEON\"",
                        "invalid permissions for user \"u\": publish allow: subject \"b q\" is not a valid subject",
                        "invalid permissions for user \"u\": subscribe deny: subject \"b..c\" is not a valid subject",
                        "no_auth_user: \"v\" not present as user or nkey in authorization block or account configuration",
                        "error resolving system account: account missing");
    }

    @Test
    void shouldFindTheUserOfThoseWithoutCredentialsInAnyAccount() {
        // given a no_auth_user without users
        ServerConfig alone = ServerConfig.defaults().toBuilder()
                .authorization(AuthorizationConfig.defaults().withNoAuthUser("bob"))
                .build();

        // then that is wrong, unless an account has the user (CF-108)
        assertThat(alone.problems()).containsExactly("no_auth_user: \"bob\" present, but users/nkeys are not defined");
        AccountConfig account = new AccountConfig("A", List.of(new UserConfig("bob", "")));
        assertThat(alone.toBuilder()
                        .accounts(List.of(account))
                        .systemAccount("A")
                        .build()
                        .problems())
                .isEmpty();
    }

    private static ServerConfig everythingSet() {
        PermissionsConfig permissions = new PermissionsConfig(null, null, ResponsePermission.defaults());
        UserConfig bob = new UserConfig("bob", SECRET, permissions, Set.of("STANDARD"));
        UserConfig carol = new UserConfig("carol", SECRET);
        return new ServerConfig.Builder()
                .serverName("n")
                .client(new ListenConfig("h", 1, "x:1"))
                .monitor(new MonitorConfig("m", 2, "/b"))
                .limits(new LimitsConfig(1, 2, 3, 4, 5, 6, 7, 8))
                .keepAlive(new KeepAliveConfig(Duration.ofSeconds(1), 2, Duration.ofSeconds(3), WriteTimeout.RETRY))
                .lameDuck(new LameDuckConfig(Duration.ofSeconds(4), Duration.ofSeconds(5)))
                .protocol(new ProtocolConfig(false, true, true, true))
                .authorization(new AuthorizationConfig(
                        SECRET, "alice", SECRET, List.of(bob), permissions, Duration.ofSeconds(6), "bob"))
                .accounts(List.of(new AccountConfig("A", List.of(carol), permissions, new AccountLimits(1, 2, 3))))
                .systemAccount("A")
                .noSystemAccount(true)
                .log(new LogConfig(true, true, true, true, false, true, null, 9, 10, false, null))
                .files(FilesConfig.defaults())
                .build();
    }
}

package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.AccountConfig;
import dev.gannet.config.AccountLimits;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.FilesConfig;
import dev.gannet.config.KeepAliveConfig;
import dev.gannet.config.LameDuckConfig;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.LogConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ProtocolConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.SubjectRules;
import dev.gannet.config.TraceConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.peer.WriteTimeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigReaderTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadEverySettingOfTheServer() throws IOException {
        // given every key that is one value
        ServerConfig config = good("""
                listen: "127.0.0.1:4333", client_advertise: "nats.example.com:4222", server_name: n1
                http: "localhost:8333", http_base_path: "/nats/"
                max_control_line: 8k, max_payload: 2mb, max_pending: 100MB, max_connections: 10, max_subscriptions: 20
                max_sub_tokens: 8, max_closed_clients: 30, max_traced_msg_len: 40
                ping_interval: "30s", ping_max: 5, write_deadline: "2s", write_timeout: retry
                lame_duck_duration: "1m", lame_duck_grace_period: "5s"
                no_header_support: true, no_fast_producer_stall: true, proxy_protocol: true
                debug: true, trace: true, logtime: false, logtime_utc: true
                logfile: "/var/log/n.log", logfile_size_limit: 1GB, logfile_max_num: 3
                pidfile: "/run/n.pid", ports_file_dir: "/run/ports"
                no_system_account: true
                """);

        // then CF-70 to CF-111
        assertThat(config.serverName()).isEqualTo("n1");
        assertThat(config.client()).isEqualTo(new ListenConfig("127.0.0.1", 4333, "nats.example.com:4222"));
        assertThat(config.monitor()).isEqualTo(new MonitorConfig("localhost", 8333, "/nats"));
        assertThat(config.limits())
                .isEqualTo(new LimitsConfig(8000, 2 * 1024 * 1024, 100L * 1024 * 1024, 10, 20, 8, 30, 40));
        assertThat(config.keepAlive())
                .isEqualTo(new KeepAliveConfig(Duration.ofSeconds(30), 5, Duration.ofSeconds(2), WriteTimeout.RETRY));
        assertThat(config.lameDuck()).isEqualTo(new LameDuckConfig(Duration.ofMinutes(1), Duration.ofSeconds(5)));
        assertThat(config.protocol()).isEqualTo(new ProtocolConfig(false, true, false, true));
        assertThat(config.log())
                .isEqualTo(new LogConfig(
                        true, true, false, false, false, true, Path.of("/var/log/n.log"), 1L << 30, 3, false, null));
        assertThat(config.files()).isEqualTo(new FilesConfig(Path.of("/run/n.pid"), Path.of("/run/ports")));
        assertThat(config.noSystemAccount()).isTrue();
    }

    @Test
    void shouldReadTheOtherNamesOfKeys() throws IOException {
        // given each key that has another name under that
        ServerConfig config = good("""
                net: 10.0.0.1
                monitor_port: 8222
                max_conn: 1; max_subs: 2; max_subscription_tokens: 3
                log_file: "a.log"; log_size_limit: 4; log_max_num: 5; pid_file: "a.pid"
                system: A; no_sys_acc: true
                authorization { users: [ {username: u, pass: p, permission: {pub: a, sub: b}, clients: mqtt} ] }
                accounts { A { limits { max_conn: 1, max_subs: 2, max_pay: 3 } } }
                """);

        // then
        assertThat(config.client().host()).isEqualTo("10.0.0.1");
        assertThat(config.monitor().port()).isEqualTo(8222);
        assertThat(config.limits().maxConnections()).isEqualTo(1);
        assertThat(config.limits().maxSubscriptions()).isEqualTo(2);
        assertThat(config.limits().maxSubjectTokens()).isEqualTo(3);
        assertThat(config.log().file()).isEqualTo(Path.of("a.log"));
        assertThat(config.log().sizeLimitBytes()).isEqualTo(4);
        assertThat(config.log().maxFiles()).isEqualTo(5);
        assertThat(config.files().pidFile()).isEqualTo(Path.of("a.pid"));
        assertThat(config.systemAccount()).isEqualTo("A");
        assertThat(config.noSystemAccount()).isTrue();
        assertThat(config.accounts().get(0).limits()).isEqualTo(new AccountLimits(1, 2, 3));
        PermissionsConfig permissions = new PermissionsConfig(
                new SubjectRules(List.of("a"), List.of()), new SubjectRules(List.of("b"), List.of()), null);
        assertThat(config.authorization().users())
                .containsExactly(new UserConfig("u", "p", permissions, Set.of("MQTT")));
    }

    @Test
    void shouldTakeKeysInAnyCase() throws IOException {
        // CF-63
        assertThat(good("PORT: 5000\nMax_Payload: 100").client().port()).isEqualTo(5000);
    }

    @Test
    void shouldKeepTheDefaultWhereZeroMeansIt() throws IOException {
        // given zeros
        ServerConfig config = good("""
                port: 0, max_payload: 0, max_pending: 0, max_control_line: 0, ping_max: 0, max_closed_clients: 0
                ping_interval: "0", write_deadline: "0s", lame_duck_grace_period: "0s"
                authorization { timeout: 0 }
                server_name: '', host: '', http_base_path: ''
                """);

        // then nothing has changed (CP-3)
        assertThat(config).isEqualTo(ServerConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "-5, -5", "99999999999, 2147483647"})
    void shouldAdmitNobodyWhenNoConnectionIsAllowed(String setting, int connections) throws IOException {
        // CF-86
        assertThat(good("max_connections: " + setting).limits().maxConnections())
                .isEqualTo(connections);
    }

    @Test
    void shouldBoundAPayloadWithoutALimitByWhatMayBePending() throws IOException {
        assertThat(good("max_payload: -1, max_pending: 5000").limits().maxPayloadBytes())
                .isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: 4333 | 0.0.0.0 | 4333",
                "listen: \":4333\" | 0.0.0.0 | 4333",
                "listen: 127.0.0.1:-1 | 127.0.0.1 | -1",
                "listen: \"[::1]:4333\" | ::1 | 4333",
                "host: h, port: 5 | h | 5",
                "port: 5, listen: \"h:6\" | h | 6",
            })
    void shouldListenWhereTheFileSays(String text, String host, int port) throws IOException {
        // CF-70, CF-71
        assertThat(good(text).client()).isEqualTo(new ListenConfig(host, port, null));
    }

    @Test
    void shouldAnswerMonitoringWhereClientsConnect() throws IOException {
        // given no host for monitoring, then it is the one for clients
        assertThat(good("host: 10.0.0.1, http_port: 8222").monitor().host()).isEqualTo("10.0.0.1");
        assertThat(good("host: 10.0.0.1, http: 8222").monitor()).isEqualTo(new MonitorConfig("10.0.0.1", 8222, "/"));
    }

    @Test
    void shouldAnswerMonitoringOverHttps() throws IOException {
        // CF-96, CF-97
        assertThat(good("https: 'h:8443'").monitor()).isEqualTo(new MonitorConfig("h", 0, 8443, "/", false));
        MonitorConfig both = good("https_port: 8443, http: 8222").monitor();
        assertThat(both).isEqualTo(new MonitorConfig("0.0.0.0", 8222, 8443, "/", false));
        assertThat(good("https_port: 8443").monitor().isEncrypted()).isTrue();
        assertThat(good("https_port: 8443").monitor().anyPort()).isEqualTo(8443);
    }

    @ParameterizedTest
    @CsvSource({"'', /", "/, /", "nats, /nats", "/a//b/, /a/b", "/a/../b/., /b", "/../../a, /a"})
    void shouldMakeTheBasePathPlain(String text, String path) throws IOException {
        // CF-97
        assertThat(good("http_base_path: '" + text + "'").monitor().basePath()).isEqualTo(path);
    }

    @Test
    void shouldTraceWhenToldToTraceMore() throws IOException {
        // CF-74
        LogConfig verbose = good("trace_verbose: true").log();
        assertThat(verbose.trace()).isTrue();
        assertThat(verbose.traceVerbose()).isTrue();
        LogConfig headers = good("trace_headers: true").log();
        assertThat(headers.trace()).isTrue();
        assertThat(headers.traceHeaders()).isTrue();
    }

    @Test
    void shouldReadOneUserOrOneToken() throws IOException {
        // CF-172, CF-173
        AuthorizationConfig user =
                good("authorization { user: a, password: b, timeout: 5 }").authorization();
        assertThat(user.user()).isEqualTo("a");
        assertThat(user.password()).isEqualTo("b");
        assertThat(user.timeout()).isEqualTo(Duration.ofSeconds(5));
        AuthorizationConfig token =
                good("authorization { token: $2a$11$abc, timeout: 0.5 }").authorization();
        assertThat(token.token()).isEqualTo("$2a$11$abc");
        assertThat(token.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(good("authorization { timeout: \"1m\" }").authorization().timeout())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test // CF-176
    void shouldReadUsersWithTheirPermissions() throws IOException {
        // given users with permissions of every form
        AuthorizationConfig authorization = good("""
                        authorization {
                          default_permissions { publish: "default.>" }
                          users: [
                            { user: plain, password: p }
                            { user: lists, permissions: { publish: [a, b.*], subscribe: "c q" } }
                            { user: rules, permissions: { publish: { allow: a, deny: [b, c ] }, subscribe: { deny: ">" } } }
                            { user: answers, permissions: { allow_responses: true } }
                            { user: more, permissions: { publish: x, allow_responses: { max: 5, expires: "1m" } } }
                            { user: ever, permissions: { publish: { deny: x }, allow_responses: { max: -1, ttl: "-1s" } } }
                            { user: all, permissions: { publish: [], subscribe: {} } }
                            { user: ways, allowed_connection_types: [standard, "WebSocket"] }
                            { nkey: UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR, permissions: { publish: x } }
                          ]
                        }
                        no_auth_user: plain
                        """).authorization();

        // then CF-174 to CF-182
        assertThat(authorization.noAuthUser()).isEqualTo("plain");
        assertThat(authorization.defaultPermissions())
                .isEqualTo(new PermissionsConfig(rules(List.of("default.>")), null, null));
        assertThat(authorization.users())
                .containsExactly(
                        new UserConfig("plain", "p"),
                        user("lists", rules(List.of("a", "b.*")), rules(List.of("c q")), null),
                        user(
                                "rules",
                                new SubjectRules(List.of("a"), List.of("b", "c")),
                                new SubjectRules(null, List.of(">")),
                                null),
                        user("answers", rules(List.of()), null, ResponsePermission.defaults()),
                        user("more", rules(List.of("x")), null, new ResponsePermission(5, Duration.ofMinutes(1))),
                        user(
                                "ever",
                                new SubjectRules(List.of(), List.of("x")),
                                null,
                                new ResponsePermission(-1, Duration.ofSeconds(-1))),
                        user("all", new SubjectRules(null, List.of()), null, null),
                        new UserConfig("ways", "", null, Set.of("STANDARD", "WEBSOCKET")),
                        UserConfig.ofNkey("UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR")
                                .withPermissions(new PermissionsConfig(rules(List.of("x")), null, null)));
    }

    @Test
    void shouldReadAccounts() throws IOException {
        // given accounts as blocks (CF-186, CF-187, CF-189)
        ServerConfig config = good("""
                accounts {
                  A { users: [ {user: a, password: p} ], limits { max_connections: 5, max_payload: 1k } }
                  B { default_permissions { subscribe: b } }
                  C { msg_trace { dest: traces.c, sampling: "25%" } }
                  D { trace_dest: traces.d }
                }
                system_account: A
                """);

        // then
        PermissionsConfig permissions = new PermissionsConfig(null, rules(List.of("b")), null);
        assertThat(config.accounts())
                .containsExactly(
                        new AccountConfig("A", List.of(new UserConfig("a", "p")), null, new AccountLimits(5, -1, 1000)),
                        new AccountConfig("B", List.of(), permissions, AccountLimits.unlimited()),
                        tracing("C", new TraceConfig("traces.c", 25)),
                        tracing("D", new TraceConfig("traces.d", 100)));
        assertThat(config.systemAccount()).isEqualTo("A");
    }

    private static AccountConfig tracing(String name, TraceConfig trace) {
        return new AccountConfig(name, List.of(), null, AccountLimits.unlimited(), trace);
    }

    @Test
    void shouldReadNamesOfAccounts() throws IOException {
        // CF-185
        assertThat(good("accounts: [A, B ]").accounts())
                .containsExactly(new AccountConfig("A", List.of()), new AccountConfig("B", List.of()));
    }

    @Test
    void shouldReadTheEnvironment() throws IOException {
        // given a password that stands in the environment only
        String file = write("authorization { users: [ {user: a, password: $SECRET} ] }");

        // when
        ReadConfig read = new ServerConfigReader(Map.of("SECRET", "'x y'")::get).read(file);

        // then
        assertThat(read.config().authorization().users()).containsExactly(new UserConfig("a", "x y"));
    }

    @Test
    void shouldTakeKeysThatAreOnlyVariables() throws IOException {
        // given keys that the server does not know (CF-60)
        ServerConfig config = good("""
                OWN_PORT: 5000
                port: $OWN_PORT
                authorization { PASS: x, users: [ {NAME: a, user: $NAME, password: $PASS} ] }
                accounts { SHARED: { publish: y }, A { default_permissions: $SHARED } }
                """);

        // then they do no harm
        assertThat(config.client().port()).isEqualTo(5000);
        assertThat(config.authorization().users()).containsExactly(new UserConfig("a", "x"));
        assertThat(config.accounts()).extracting(AccountConfig::name).containsExactly("A");
    }

    @Test
    void shouldShowTheReferencesDigest() throws IOException {
        // CF-33
        assertThat(read("port: 4222; debug: true; name: \"x\"").digest())
                .isEqualTo("sha256:7eebe3124c77331a54f5c91a6912804863287781b82b314afbb4e389cf584743");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_payload: 2MB; max_pending: 1MB",
                "lame_duck_grace_period: \"3m\"",
                "no_auth_user: nobody",
                "system_account: NONE"
            })
    void shouldLeaveToTheStartWhatSettingsMustFulfilTogether(String text) throws IOException {
        // given what is wrong only at a start (CF-33)
        ReadConfig read = read(text);

        // then the file is good, and the configuration is not
        assertThat(read.errors()).isEmpty();
        assertThat(read.config().problems()).hasSize(1);
    }

    private ServerConfig good(String text) throws IOException {
        ReadConfig read = read(text);
        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.notBuilt()).isEmpty();
        return read.config();
    }

    private ReadConfig read(String text) throws IOException {
        return new ServerConfigReader(name -> null).read(write(text));
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("nats.conf"), text).toString();
    }

    private static SubjectRules rules(List<String> allow) {
        return new SubjectRules(allow, List.of());
    }

    private static UserConfig user(
            String name,
            @Nullable SubjectRules publish,
            @Nullable SubjectRules subscribe,
            @Nullable ResponsePermission responses) {
        return new UserConfig(name, "", new PermissionsConfig(publish, subscribe, responses), Set.of());
    }
}

package dev.gannet.config.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.source.ReadConfig;
import dev.gannet.config.source.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** No key of the file changes without a reload doing something about it or saying that it cannot (CF-210, CF-227). */
class EveryKeyReloadTest {
    /** A value of each key that is not its default. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("prof_port", "5000"),
            Map.entry("ocsp", "true"),
            Map.entry("ocsp_cache", "true"),
            Map.entry("listen", "127.0.0.1:5000"),
            Map.entry("host", "127.0.0.1"),
            Map.entry("port", "5000"),
            Map.entry("client_advertise", "a:1"),
            Map.entry("server_name", "a"),
            Map.entry("http", "5001"),
            Map.entry("http_port", "5001"),
            Map.entry("https", "5001"),
            Map.entry("https_port", "5001"),
            Map.entry("http_base_path", "/a"),
            Map.entry("no_header_support", "true"),
            Map.entry("no_fast_producer_stall", "true"),
            Map.entry("proxy_protocol", "true"),
            Map.entry("pidfile", "/a"),
            Map.entry("ports_file_dir", "/a"),
            Map.entry("max_control_line", "512"),
            Map.entry("max_payload", "512"),
            Map.entry("max_pending", "100MB"),
            Map.entry("max_connections", "5"),
            Map.entry("max_subscriptions", "5"),
            Map.entry("max_sub_tokens", "5"),
            Map.entry("max_traced_msg_len", "5"),
            Map.entry("max_closed_clients", "5"),
            Map.entry("login_limits", "{failures: 5}"),
            Map.entry("ping_interval", "'3s'"),
            Map.entry("ping_max", "3"),
            Map.entry("write_deadline", "'3s'"),
            Map.entry("write_timeout", "retry"),
            Map.entry("lame_duck_duration", "'31s'"),
            Map.entry("lame_duck_grace_period", "'3s'"),
            Map.entry("debug", "true"),
            Map.entry("trace", "true"),
            Map.entry("trace_verbose", "true"),
            Map.entry("trace_headers", "true"),
            Map.entry("logtime", "false"),
            Map.entry("logtime_utc", "true"),
            Map.entry("logfile", "/a"),
            Map.entry("logfile_size_limit", "1000"),
            Map.entry("logfile_max_num", "3"),
            Map.entry("syslog", "true"),
            Map.entry("remote_syslog", "'udp://127.0.0.1:514'"),
            Map.entry("authorization", "{token: a}"),
            Map.entry("no_auth_user", "a"),
            Map.entry("proxies", "{trusted: [{key: UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4}]}"),
            Map.entry("system_account", "a"),
            Map.entry("no_system_account", "true"),
            Map.entry("allow_non_tls", "true"),
            Map.entry("server_tags", "[a]"),
            Map.entry("server_metadata", "{a: b}"),
            Map.entry("jetstream", "true"),
            Map.entry("default_js_domain", "{A: b}"),
            Map.entry("feature_flags", "{js_ack_fc_v2: true}"));

    /** A value of each key that does nothing yet. */
    private static final Map<String, String> UNBUILT = Map.ofEntries(
            Map.entry("cluster", "{port: 6222}"),
            Map.entry("gateway", "{name: a, port: 7222}"),
            Map.entry("leafnodes", "{port: 7422}"),
            Map.entry("websocket", "{port: 8080, no_tls: true}"),
            Map.entry("mqtt", "{port: 1883}"),
            Map.entry("disable_sublist_cache", "true"),
            Map.entry("connect_error_reports", "5"),
            Map.entry("reconnect_error_reports", "5"),
            Map.entry("prof_block_rate", "5"),
            Map.entry("operator", "eyJ.a.b"),
            Map.entry("trusted_keys", "OAFEEYZSYYVI4FXLRXJTMM32PQEI3RGOWZJT7Y3YFM4HB7ACPE4RTJPG"),
            Map.entry("resolver", "MEMORY"),
            Map.entry("resolver_tls", "{}"),
            Map.entry("resolver_preload", "{}"),
            Map.entry("resolver_pinned_accounts", "[A]"),
            Map.entry("default_sentinel", "a"));

    /** What is looked at anew by each reload, and what needs files; see {@code ConfigChangesTest} and {@code ReloadIT}. */
    private static final Set<String> ELSEWHERE = Set.of("accounts", "mappings", "tls", "store_dir");

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> shouldBeNoticed() throws ReloadException {
        List<String> always = lines(ServerConfig.defaults());
        return VALUES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    ReadConfig read = read(entry.getKey() + ": " + entry.getValue());
                    assertThat(read.errors()).isEmpty();
                    assertThat(read.notBuilt()).isEmpty();
                    try {
                        assertThat(lines(read.config())).isNotEqualTo(always);
                    } catch (ReloadException e) {
                        assertThat(e).hasMessageStartingWith("config reload not supported for ");
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> shouldBeSaidOfKeysThatDoNothing() {
        return UNBUILT.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    ReadConfig read = read(entry.getKey() + ": " + entry.getValue());
                    assertThat(Stream.concat(read.notBuilt().stream(), read.errors().stream()))
                            .isNotEmpty()
                            .allMatch(line -> line.contains("is known but not built yet"));
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> shouldBeDocumented() throws IOException {
        Map<String, String> documented = documented();
        return VALUES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThat(documented.get(entry.getKey()))
                                .isEqualTo(reload(entry.getKey() + ": " + entry.getValue()))))
                .toList();
    }

    private String reload(String conf) throws IOException {
        try {
            ConfigChanges.between(ServerConfig.defaults(), read(conf).config());
            return "yes";
        } catch (ReloadException e) {
            return "no";
        }
    }

    /** What the column {@code reload} of the documentation says of each key at the top. */
    private static Map<String, String> documented() throws IOException {
        return Files.readAllLines(Path.of("docs/reference/configuration.md")).stream()
                .dropWhile(line -> !line.equals("### server"))
                .takeWhile(line -> !line.equals("### authorization"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(cells -> cells[1].strip().replace("`", ""), cells -> cells[5].strip()));
    }

    @Test
    void shouldBeEveryKey() {
        Set<String> known = new TreeSet<>(VALUES.keySet());
        known.addAll(UNBUILT.keySet());
        known.addAll(ELSEWHERE);
        assertThat(known).containsExactlyElementsOf(new TreeSet<>(ServerConfigReader.keys()));
    }

    private static List<String> lines(ServerConfig now) throws ReloadException {
        return ConfigChanges.between(ServerConfig.defaults(), now).stream()
                .map(Change::line)
                .toList();
    }

    private ReadConfig read(String conf) throws IOException {
        Path file = Files.writeString(directory.resolve("nats.conf"), conf + "\n");
        return new ServerConfigReader(name -> null).read(file.toString());
    }
}

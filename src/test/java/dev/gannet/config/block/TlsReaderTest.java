package dev.gannet.config.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.TlsConfig.HandshakeFirst;
import dev.gannet.config.source.ReadConfig;
import dev.gannet.config.source.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error texts were seen in nats-server; CF-195..208. */
class TlsReaderTest {
    private static final String DIRECTORY = "src/test/resources/tls/";
    private static final String PAIR =
            "cert_file: '" + DIRECTORY + "server.pem', key_file: '" + DIRECTORY + "server.key'";

    @TempDir
    private Path directory;

    @Test
    void shouldHaveDefaults() throws IOException {
        // when
        ServerConfig config = config("tls { " + PAIR + " }");

        // then
        TlsConfig tls = tls(config);
        assertThat(tls).isEqualTo(TlsConfig.of(DIRECTORY + "server.pem", DIRECTORY + "server.key"));
        assertThat(tls.timeout()).isEqualTo(Duration.ofSeconds(2)); // CP-12
        assertThat(tls.minVersion()).isEqualTo("1.2");
        assertThat(config.allowNonTls()).isFalse();
        assertThat(config.authorization().timeout()).isEqualTo(Duration.ofSeconds(3)); // CP-11
    }

    @Test // AC-129
    void shouldReadEveryKey() throws IOException {
        // given
        String hash = "A".repeat(64);

        // when
        ServerConfig config = config("""
                allow_non_tls: true
                tls {
                  certs: [ { %s } ]
                  ca_file: '%sca.pem'
                  verify_and_map: true
                  insecure: true
                  cipher_suites: [ "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA" ]
                  allow_insecure_cipher_suites: true
                  curve_preferences: [ X25519, CurveP256 ]
                  timeout: 0.5
                  connection_rate_limit: 7
                  pinned_certs: [ "%s" ]
                  handshake_first: auto
                  min_version: "1.3"
                }
                """.formatted(PAIR, DIRECTORY, hash));

        // then
        TlsConfig tls = tls(config);
        assertThat(tls.certificates()).hasSize(1);
        assertThat(tls.caFile()).isEqualTo(DIRECTORY + "ca.pem");
        assertThat(tls.verifiesClients()).isTrue();
        assertThat(tls.mapsUsers()).isTrue();
        assertThat(tls.isInsecure()).isTrue();
        assertThat(tls.cipherSuites()).hasSize(2);
        assertThat(tls.curvePreferences()).isEqualTo(List.of("X25519", "CurveP256"));
        assertThat(tls.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(tls.connectionRateLimit()).isEqualTo(7);
        assertThat(tls.pinnedCerts()).containsExactly("a".repeat(64));
        assertThat(tls.handshakeFirst()).isEqualTo(new HandshakeFirst(true, Duration.ofMillis(50)));
        assertThat(tls.minVersion()).isEqualTo("1.3");
        assertThat(config.allowNonTls()).isTrue();
    }

    @ParameterizedTest // CF-204
    @CsvSource({
        "true, true, 0",
        "off, false, 0",
        "'\"on\"', true, 0",
        "'\"False\"', false, 0",
        "auto_fallback, true, 50",
        "'\"300ms\"', true, 300"
    })
    void shouldReadWhenTheHandshakeBegins(String text, boolean isOn, long fallbackMillis) throws IOException {
        assertThat(tls(config("tls { first: " + text + " }")).handshakeFirst())
                .isEqualTo(new HandshakeFirst(isOn, Duration.ofMillis(fallbackMillis)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cert_file: x | 1:0: missing 'key_file' in TLS configuration",
                "key_file: x | 1:0: missing 'cert_file' in TLS configuration",
                "cert_file: x, key_file: y | 1:0: error parsing X509 certificate/key pair: open x: no such file or directory",
                "ca_file: x | 1:0: open x: no such file or directory",
                "cert_file: 1 | 1:6: error parsing tls config, expected 'cert_file' to be filename",
                "verify: 1 | 1:6: error parsing tls config, expected 'verify' to be a boolean",
                "verify_cert_and_check_known_urls: true | 1:6: verify_cert_and_check_known_urls not supported in this context",
                "cipher_suites: [] | 1:6: error parsing tls config, 'cipher_suites' cannot be empty",
                "cipher_suites: [ x ] | 1:23: unrecognized cipher x",
                "cipher_suites: [ TLS_RSA_WITH_AES_128_CBC_SHA ] | 1:0: insecure cipher suites configured without 'allow_insecure_cipher_suites' option set: TLS_RSA_WITH_AES_128_CBC_SHA",
                "curve_preferences: [ x ] | 1:27: unrecognized curve preference x",
                "timeout: x | 1:6: error parsing tls config, 'timeout' time: invalid duration \"x\"",
                "timeout: true | 1:6: error parsing tls config, 'timeout' wrong type",
                "connection_rate_limit: x | 1:6: error parsing tls config, 'connection_rate_limit' wrong type",
                "pinned_certs: x | 1:6: error parsing tls config, expected 'pinned_certs' to be a list of hex-encoded sha256 of DER encoded SubjectPublicKeyInfo",
                "pinned_certs: [ XY ] | 1:22: error parsing tls config, 'pinned_certs' key xy does not look like hex-encoded sha256 of DER encoded SubjectPublicKeyInfo",
                "handshake_first: x | 1:6: field \"handshake_first\"'s value \"x\" is invalid",
                "handshake_first: 1 | 1:6: field \"handshake_first\" should be a boolean or a string, got int64",
                "min_version: \"1.1\" | 1:6: error parsing tls config: unsupported TLS version: TLS 1.1",
                "min_version: 1.2 | 1:6: error parsing tls config: 'min_version' wrong type: 1.2",
                "min_version: \"2\" | 1:6: error parsing tls config: unknown version: 2",
                "cert_store: WindowsCurrentUser | 1:6: cert_store not compatible with current operating system",
                "certs: x | 1:6: error parsing certificates config: unsupported type string",
                "certs: [ { cert_file: x } ] | 1:17: error parsing certificates config: both 'cert_file' and 'cert_key' options are required",
                "certs: [ { x: x } ] | 1:17: error parsing tls certs config, unknown field \"x\"",
                "foo: 1 | 1:6: error parsing tls config, unknown field \"foo\""
            })
    void shouldSayWhatIsWrong(String text, String error) throws IOException {
        assertThat(read("tls { " + text + " }").errors()).containsExactly(file() + ":" + error);
    }

    @Test
    void shouldSayWhatTheJvmHasNot() throws IOException {
        // when
        ReadConfig read = read("tls { curve_preferences: [ X25519MLKEM768, X25519 ] }");

        // then
        assertThat(read.errors()).isEmpty();
        assertThat(read.notBuilt())
                .containsExactly(file() + ":1:27: \"X25519MLKEM768\" is used if the JVM has it, else the others are");
    }

    private ServerConfig config(String text) throws IOException {
        ReadConfig read = read(text);
        assertThat(read.errors()).isEmpty();
        return read.config();
    }

    private static TlsConfig tls(ServerConfig config) {
        return Objects.requireNonNull(config.tls());
    }

    private String file() {
        return directory.resolve("nats.conf").toString();
    }

    private ReadConfig read(String text) throws IOException {
        Files.writeString(Path.of(file()), text);
        return new ServerConfigReader(name -> null).read(file());
    }
}

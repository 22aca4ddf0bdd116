package dev.gannet.config.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsMaterialTest {
    private static final String DIRECTORY = "src/test/resources/tls/";
    private static final String PAIR = "error parsing X509 certificate/key pair: ";

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({
        "server.pem, server.key, EC",
        "server.pem, server-sec1.key, EC",
        "server-rsa.pem, server-rsa.key, RSA",
        "server-rsa.pem, server-rsa-pkcs8.key, RSA",
        "server-ed25519.pem, server-ed25519.key, EdDSA",
        "named.pem, named.key, EC"
    })
    void shouldReadKeysInEachForm(String certificate, String key, String algorithm) throws TlsFileException {
        // when
        TlsMaterial material = TlsMaterial.load(TlsConfig.of(DIRECTORY + certificate, DIRECTORY + key));

        // then
        assertThat(material.identities()).hasSize(1);
        assertThat(material.identities().get(0).key().getAlgorithm()).isEqualTo(algorithm);
        assertThat(material.authorities()).isNull();
        assertThat(material.notAfter()).isNotNull();
    }

    @ParameterizedTest // CF-195
    @CsvSource(
            delimiter = '|',
            value = {
                "server.key | server.key | tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched",
                "server.pem | server.pem | tls: found a certificate rather than a key in the PEM for the private key",
                "server.pem | named.key | tls: private key does not match public key",
                "server.pem | server-rsa.key | tls: private key type does not match public key type",
                "server.pem | server-encrypted.key | tls: failed to parse private key (it is encrypted)",
                "none.pem | server.key | open src/test/resources/tls/none.pem: no such file or directory"
            })
    void shouldSayWhatIsWrongWithThePair(String certificate, String key, String error) {
        TlsConfig config = TlsConfig.of(DIRECTORY + certificate, DIRECTORY + key);
        assertThatThrownBy(() -> TlsMaterial.load(config)).hasMessage(PAIR + error);
    }

    @Test
    void shouldSayWhatIsWrongWithFilesThatAreNoPem() throws IOException {
        // given
        Path empty = Files.createFile(temporary.resolve("empty"));
        Path odd = Files.writeString(
                temporary.resolve("odd"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        // then
        assertThatThrownBy(() -> TlsMaterial.load(TlsConfig.of(empty.toString(), DIRECTORY + "server.key")))
                .hasMessage(PAIR + "tls: failed to find any PEM data in certificate input");
        assertThatThrownBy(() -> TlsMaterial.load(TlsConfig.of(DIRECTORY + "server.pem", empty.toString())))
                .hasMessage(PAIR + "tls: failed to find any PEM data in key input");
        assertThatThrownBy(() -> TlsMaterial.load(TlsConfig.of(odd.toString(), DIRECTORY + "server.key")))
                .hasMessage(PAIR + "x509: malformed certificate");
        assertThatThrownBy(() -> TlsMaterial.load(
                        TlsConfig.builder().caFile(empty.toString()).build()))
                .hasMessage("failed to parse root ca certificate");
    }

    @Test
    void shouldNumberTheErrorsOfSeveralPairs() {
        // given two pairs, of which the second is wrong
        TlsConfig good = TlsConfig.of(DIRECTORY + "server.pem", DIRECTORY + "server.key");
        TlsConfig bad = TlsConfig.of(DIRECTORY + "named.pem", DIRECTORY + "server.key");
        TlsConfig both = TlsConfig.builder()
                .certificates(java.util.List.of(
                        good.certificates().get(0), bad.certificates().get(0)))
                .build();

        // then
        assertThatThrownBy(() -> TlsMaterial.load(both))
                .hasMessage("error parsing X509 certificate/key pair 2/2: tls: private key does not match public key");
    }

    @Test
    void shouldReadAuthorities() throws TlsFileException {
        TlsMaterial material = TlsMaterial.load(
                TlsConfig.builder().caFile(DIRECTORY + "ca.pem").build());
        assertThat(material.authorities()).hasSize(1);
        assertThat(material.notAfter()).isNull();
    }
}

package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gannet.api.Messaging;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.tls.TlsMaterial;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An application's connection where the server wants an encrypted one and the client's certificate. */
class SecureBeansIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with(
            "tls { " + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify: true }");

    @TempDir
    Path directory;

    @Test
    void shouldShowItsCertificateAndTrustTheConfiguredOnes() throws Exception {
        // given
        Map<String, String> configured = new HashMap<>();
        configured.put("gannet.client.url", server.url().replace("nats://", "tls://"));
        configured.put("gannet.client.tls.truststore", trusted());
        configured.put("gannet.client.tls.truststore.password", "changeit");
        configured.put("gannet.client.tls.keystore", own());
        configured.put("gannet.client.tls.keystore.password", "changeit");

        // then
        try (var beans = BeanContainer.start(configured)) {
            Messaging messaging = beans.get(Messaging.class);
            try (var subscription = messaging.subscribe("secure", message -> message.respond("yes"))) {
                assertThat(messaging
                                .request("secure", "", Duration.ofSeconds(20))
                                .text())
                        .isEqualTo("yes");
            }
        }

        // and not without it
        configured.keySet().removeIf(key -> key.contains("keystore"));
        try (var beans = BeanContainer.start(configured)) {
            assertThat(catchThrowable(() -> beans.get(Messaging.class).publish("secure", "")))
                    .hasStackTraceContaining("cannot connect to");
        }
    }

    private String trusted() throws Exception {
        KeyStore store = emptyStore();
        try (InputStream ca = Files.newInputStream(Path.of(TlsFiles.path("ca.pem")))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(ca));
        }
        return written(store, "trusted");
    }

    private String own() throws Exception {
        TlsMaterial.Identity identity = TlsMaterial.load(
                        TlsConfig.of(TlsFiles.path("client-twice.pem"), TlsFiles.path("client-twice.key")))
                .identities()
                .get(0);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", identity.key(), PASSWORD, new Certificate[] {identity.certificate()});
        return written(store, "own");
    }

    private static KeyStore emptyStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private String written(KeyStore store, String name) throws Exception {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file.toString();
    }
}

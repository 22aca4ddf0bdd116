package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.acceptance.ConnectorContainer.Pool;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingException;
import dev.gannet.ra.ConnectionSettings;
import dev.gannet.ra.GannetResourceAdapter;
import dev.gannet.ra.ServerProperties;
import dev.gannet.ra.SubjectActivation;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import io.nats.client.NKey;
import jakarta.resource.ResourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How connection factories and beans of the adapter say who they are: the same properties for both. */
class ResourceAdapterLoginIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void shouldLogInWithAPassword() throws Exception {
        try (RunningServer server = ServerUnderTest.start("authorization { user: me, password: secret }")) {
            shouldReach(server, properties -> {
                properties.setUser("me");
                properties.setPassword("secret");
            });
        }
    }

    @Test
    void shouldLogInWithAToken() throws Exception {
        try (RunningServer server = ServerUnderTest.start("authorization { token: secret }")) {
            shouldReach(server, properties -> properties.setToken("secret"));
        }
    }

    @Test
    void shouldLogInWithAFileOfCredentials() throws Exception {
        NKey key = NKey.createUser(null);
        String configuration = "authorization { users: [ { nkey: " + new String(key.getPublicKey()) + " } ] }";
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            shouldReach(server, properties -> properties.setCredentials(credentials("me.creds", key)));
            NKey other = NKey.createUser(null);
            shouldNotReach(server, properties -> properties.setCredentials(credentials("other.creds", other)));
        }
    }

    /** A server without operators looks at the key alone. */
    private String credentials(String file, NKey key) {
        try {
            return Files.writeString(
                            directory.resolve(file),
                            "-----BEGIN NATS USER JWT-----\n\n------END NATS USER JWT------\n\n"
                                    + "-----BEGIN USER NKEY SEED-----\n" + new String(key.getSeed())
                                    + "\n------END USER NKEY SEED------\n")
                    .toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldShowACertificate() throws Exception {
        String trust = TlsFiles.keyStore(directory.resolve("trust"), "ca", null, "trusted");
        String key = TlsFiles.keyStore(directory.resolve("key"), "ca", "client-dns", "keyed");
        String stranger = TlsFiles.keyStore(directory.resolve("other"), "other-ca", null, "trusted");
        String configuration =
                "tls { " + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify: true }";
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            shouldReach(server, properties -> {
                properties.setTrustStore(trust);
                properties.setTrustStorePassword("trusted");
                properties.setKeyStore(key);
                properties.setKeyStorePassword("keyed");
            });

            // and without one, or to a server that nobody believes, there is no way
            shouldNotReach(server, properties -> {
                properties.setTrustStore(trust);
                properties.setTrustStorePassword("trusted");
            });
            shouldNotReach(server, properties -> {
                properties.setTrustStore(stranger);
                properties.setTrustStorePassword("trusted");
                properties.setKeyStore(key);
                properties.setKeyStorePassword("keyed");
            });
        }
    }

    @Test
    void shouldSayThatAStoreCannotBeRead() throws Exception {
        ConnectionSettings settings = new ConnectionSettings();
        settings.setTrustStore(TlsFiles.keyStore(directory.resolve("trust"), "ca", null, "trusted"));
        settings.setTrustStorePassword("wrong");
        assertThatExceptionOfType(ResourceException.class)
                .isThrownBy(() -> settings.createManagedConnection(null, null))
                .withMessageContaining("property trustStore: " + directory.resolve("trust") + " (expected:")
                .withMessageContaining("password");
    }

    /** A bean that answers, and who asks it. */
    private static void shouldReach(RunningServer server, Consumer<ServerProperties> login) throws Exception {
        ConnectorContainer container = new ConnectorContainer();
        GannetResourceAdapter adapter = new GannetResourceAdapter();
        Pool pool = new Pool();
        ConnectionSettings settings = ConnectorContainer.settings(server.url());
        login.accept(settings);
        SubjectActivation activation = new SubjectActivation();
        activation.setUrl(server.url());
        activation.setSubject("ra.echo");
        login.accept(activation);
        adapter.start(container);
        adapter.endpointActivation(container.bean(message -> message.respond(message.payload())), activation);
        try (MessagingConnection connection = pool.of(settings).getConnection()) {
            eventually(() -> {
                try {
                    assertThat(connection.request("ra.echo", "hello", SOON).text())
                            .isEqualTo("hello");
                } catch (MessagingException e) {
                    throw new AssertionError(e);
                }
            });
        } finally {
            adapter.stop();
            container.close();
        }
        pool.destroy();
    }

    private static void shouldNotReach(RunningServer server, Consumer<ServerProperties> login) {
        ConnectionSettings settings = ConnectorContainer.settings(server.url());
        login.accept(settings);
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> new Pool().of(settings).getConnection())
                .withMessageContaining("cannot connect to");
    }
}

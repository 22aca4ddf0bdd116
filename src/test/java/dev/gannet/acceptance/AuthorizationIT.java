package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may connect, as the NATS Java client sees it. */
class AuthorizationIT {
    /** The bcrypt hash of "secret", with the least cost that there is. */
    private static final String HASH = "$2a$04$wt/qgcdR4mzhW3Ie/nEnVewcJouTVX.9N959TcZGH28NVGOxehbPm";

    @Test // CP-86, AC-10
    void shouldKnowAToken() throws Exception {
        try (RunningServer server = ServerUnderTest.start("authorization { token: \"s3cret\" }")) {
            assertServed(Clients.options(server.url()).token("s3cret".toCharArray()));
            assertRefused(Clients.options(server.url()).token("other".toCharArray()));
            assertRefused(Clients.options(server.url()));
        }
    }

    @Test // CP-86
    void shouldKnowASingleUser() throws Exception {
        try (RunningServer server = ServerUnderTest.start("authorization { user: derek, password: s3cret }")) {
            assertServed(as(server, "derek", "s3cret"));
            assertRefused(as(server, "derek", "wrong"));
            assertRefused(as(server, "ivan", "s3cret"));
            assertRefused(Clients.options(server.url()));
        }
    }

    @Test // CP-86: user and password in the URL.
    void shouldKnowAUserNamedInTheUrl() throws Exception {
        try (RunningServer server = ServerUnderTest.start("authorization { user: derek, password: s3cret }")) {
            assertServed(Clients.options("nats://derek:s3cret@127.0.0.1:" + server.clientPort()));
        }
    }

    @Test // AC-3, AC-15
    void shouldKnowUsersWithPlainAndHashedPasswords() throws Exception {
        String users = "{ user: a, password: apass }, { user: b, password: \"" + HASH + "\" }";
        try (RunningServer server = ServerUnderTest.start("authorization { users: [ " + users + " ] }")) {
            assertServed(as(server, "a", "apass"));
            assertServed(as(server, "b", "secret"));
            assertRefused(as(server, "a", "secret"));
            assertRefused(as(server, "b", HASH));
        }
    }

    @Test // AC-12
    void shouldTakeWhoSaysNothingForTheNoAuthUser() throws Exception {
        String configuration = "accounts { A { users: [ { user: a, password: apass } ] } }\nno_auth_user: a";
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            assertServed(Clients.options(server.url()));
            assertServed(as(server, "a", "apass"));
            assertRefused(as(server, "a", "wrong"));
        }
    }

    @Test // AC-14
    void shouldKnowAnNkey() throws Exception {
        NKey known = NKey.createUser(null);
        NKey unknown = NKey.createUser(null);
        String user = "{ nkey: " + new String(known.getPublicKey()) + " }";
        try (RunningServer server = ServerUnderTest.start("authorization { users: [ " + user + " ] }")) {
            assertServed(Clients.options(server.url()).authHandler(new Signer(known)));
            assertRefused(Clients.options(server.url()).authHandler(new Signer(unknown)));
            assertRefused(Clients.options(server.url()));
        }
    }

    @Test // AC-9
    void shouldReadASignatureInBothAlphabets() throws Exception {
        NKey key = NKey.createUser(null);
        String user = "{ nkey: " + new String(key.getPublicKey()) + " }";
        try (RunningServer server = ServerUnderTest.start("authorization { users: [ " + user + " ] }")) {
            for (Base64.Encoder encoder : List.of(Base64.getUrlEncoder().withoutPadding(), Base64.getEncoder())) {
                try (WireConnection client = new WireConnection(server.clientPort())) {
                    String nonce = client.readLine().replaceAll(".*\"nonce\":\"([^\"]+)\".*\\s*", "$1");
                    String signature = encoder.encodeToString(key.sign(nonce.getBytes(US_ASCII)));
                    client.send("CONNECT {\"nkey\":\"" + new String(key.getPublicKey()) + "\",\"sig\":\"" + signature
                            + "\"}\r\n");
                    assertThat(client.readLine()).isEqualTo("+OK\r\n");
                }
            }
        }
    }

    @Test // CP-37: the time begins when the client comes, however long nobody came before.
    void shouldGiveAClientItsTimeAfterTheServerWasIdle() throws Exception {
        String configuration = "authorization { token: t, timeout: %s }";
        try (RunningServer clock = ServerUnderTest.start(configuration.formatted("1.0"));
                RunningServer server = ServerUnderTest.start(configuration.formatted("0.5"))) {
            // given a server that has seen nobody for longer than its time-out
            assertServed(Clients.options(server.url()).token("t".toCharArray()));
            try (WireConnection silent = new WireConnection(clock.clientPort())) {
                assertThat(silent.readToEnd().rest()).contains("-ERR 'Authentication Timeout'");
            }

            // when a client comes, then it has its time
            try (WireConnection client = new WireConnection(server.clientPort())) {
                assertThat(client.readLine()).startsWith("INFO ");
                client.send("CONNECT {\"auth_token\":\"t\"}\r\n");
                assertThat(client.readLine()).isEqualTo("+OK\r\n");
            }
        }
    }

    @Test // AC-35
    void shouldCloseAUserThatAReloadTakesAway() throws Exception {
        String user = "{ user: %s, password: p }";
        try (RunningServer server = ServerUnderTest.start("authorization { users: [ " + user.formatted("a") + " ] }");
                Connection client = Clients.connect(server.url(), "a", "p")) {
            // when the configuration names another user
            server.reload("authorization { users: [ " + user.formatted("b") + " ] }");

            // then the first is closed, and only the other can connect
            eventually(() -> assertThat(client.getStatus()).isEqualTo(Connection.Status.CLOSED));
            assertServed(as(server, "b", "p"));
            assertRefused(as(server, "a", "p"));
        }
    }

    private static Options.Builder as(RunningServer server, String user, String password) {
        return Clients.options(server.url()).userInfo(user.toCharArray(), password.toCharArray());
    }

    private static void assertServed(Options.Builder options) {
        assertThatCode(() -> {
                    try (Connection client = Nats.connect(options.build())) {
                        client.flush(SOON);
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void assertRefused(Options.Builder options) {
        // The client looks at what it was told only when its own time is over.
        Options quick = options.connectionTimeout(Duration.ofSeconds(2)).build();
        assertThatThrownBy(() -> Nats.connect(quick)).isInstanceOf(AuthenticationException.class);
    }

    /** Signs the server's nonce with a key. */
    private record Signer(NKey key) implements AuthHandler {
        @Override
        public byte[] sign(byte[] nonce) {
            try {
                return key.sign(nonce);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public char[] getID() {
            try {
                return key.getPublicKey();
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public char @Nullable [] getJWT() {
            return null;
        }
    }
}

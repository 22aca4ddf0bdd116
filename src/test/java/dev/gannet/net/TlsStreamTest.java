package dev.gannet.net;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.TlsFiles;
import dev.gannet.testing.WireConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS on the loops, with clients that behave as no library does. */
class TlsStreamTest {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final TlsConfig TLS = TlsConfig.of(TlsFiles.path("server.pem"), TlsFiles.path("server.key"));

    private GannetServer server;
    private SSLContext context;

    /** Sends byte by byte, so that no record comes whole. */
    private static final class TricklingSocket extends Socket {
        TricklingSocket(int port) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            setTcpNoDelay(true);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    out.flush();
                }
            };
        }
    }

    /** One client after its handshake. */
    private static final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Client(SSLContext context, Socket plain, String... protocols) throws IOException {
            readLine(plain.getInputStream()); // INFO
            socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        }

        private static String readLine(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        context = TlsFiles.client("ca");
        server = GannetServer.start(ServerConfig.embedded().toBuilder().tls(TLS).build(), ServerLog.silent());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldTakeRecordsInPieces() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (Client client = new Client(context, new TricklingSocket(server.clientPort()), protocol)) {
                // when a message comes byte by byte
                client.send("CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPUB a 5\r\nhello\r\nPING\r\n");

                // then
                assertThat(client.in.readLine()).isEqualTo("MSG a 1 5");
                assertThat(client.in.readLine()).isEqualTo("hello");
                assertThat(client.in.readLine()).isEqualTo("PONG");
            }
        }
    }

    @Test // Half-close: what is owed arrives, whatever the client does not read yet.
    void shouldAnswerWhoHasFinishedSending() throws Exception {
        // given a client that sends itself more than a socket takes
        int count = 400;
        String payload = "x".repeat(50_000);
        try (Client client = new Client(context, socket())) {
            client.send("CONNECT {\"verbose\":false}\r\nSUB a 1\r\n");
            for (int i = 0; i < count; i++) {
                client.send("PUB a " + payload.length() + "\r\n" + payload + "\r\n");
            }

            // when it says that it is done before it reads
            client.socket.shutdownOutput();

            // then all of it comes back
            int received = 0;
            for (String line = client.in.readLine(); line != null; line = client.in.readLine()) {
                if (line.equals(payload)) {
                    received++;
                }
            }
            assertThat(received).isEqualTo(count);
        }
    }

    @Test
    void shouldTakeAMessageOfManyRecords() throws Exception {
        String payload = "0123456789".repeat(100_000);
        try (Client client = new Client(context, socket())) {
            client.send("CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPUB a " + payload.length() + "\r\n" + payload
                    + "\r\nPING\r\n");
            assertThat(client.in.readLine()).isEqualTo("MSG a 1 " + payload.length());
            assertThat(client.in.readLine()).isEqualTo(payload);
            assertThat(client.in.readLine()).isEqualTo("PONG");
        }
    }

    @Test
    void shouldRefuseToNegotiateAgain() throws Exception {
        try (Client client = new Client(context, socket(), "TLSv1.2")) {
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.in.readLine()).isEqualTo("PONG");

            // when the client begins a second handshake, then it is closed
            client.socket.startHandshake();
            assertThatThrownBy(() -> {
                        client.send("PING\r\n");
                        if (client.in.readLine() == null) {
                            throw new IOException("end");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertServed();
    }

    @Test // CP-29
    void shouldCloseWhoSendsNoHandshake() throws Exception {
        try (WireConnection wire = new WireConnection(server.clientPort())) {
            wire.readLine();
            wire.send("PING\r\n");
            assertThat(wire.readToEnd().rest()).isEqualTo("-ERR 'Secure Connection - TLS Required'\r\n");
        }
        try (WireConnection wire = new WireConnection(server.clientPort())) {
            wire.readLine();
            wire.send("\u0016\u0003\u0001\u0000\u0005abcde");
            assertThat(wire.readToEnd().rest()).startsWith("\u0015\u0003"); // An alert.
        }
        assertServed();
    }

    @Test
    void shouldNotBeHeldUpByWhoBeginsOnly() throws Exception {
        // given many that begin a handshake and say no more
        List<WireConnection> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                WireConnection wire = new WireConnection(server.clientPort());
                silent.add(wire);
                wire.send("\u0016\u0003\u0001");
            }

            // then others are served, and those are closed in time
            assertServed();
            for (WireConnection wire : silent) {
                wire.readToEnd();
            }
        } finally {
            for (WireConnection wire : silent) {
                wire.close();
            }
        }
        eventually(() -> assertThat(server.view().totals().connections()).isZero());
    }

    @Test // RL-2164, CF-213
    void shouldCloseWhoIsNotPinnedAnyMore() throws Exception {
        try (Client client = new Client(context, socket())) {
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.in.readLine()).isEqualTo("PONG");

            // when a reload pins a key that the client has not
            TlsConfig tls = TlsConfig.of(TlsFiles.path("server-rsa.pem"), TlsFiles.path("server-rsa.key"));
            reload(tls.toBuilder().pinnedCerts(Set.of("a".repeat(64))).build());

            // then it is closed, and who comes next sees the new certificate
            assertThat(client.in.readLine()).isNull();
        }
        try (Client client = new Client(context, socket())) {
            assertThat(client.socket
                            .getSession()
                            .getPeerCertificates()[0]
                            .getPublicKey()
                            .getAlgorithm())
                    .isEqualTo("RSA");
        }
    }

    @Test // CF-197: it may have expired or been revoked since the last time.
    void shouldHaveACertificateShownAtEachConnection() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            // given a client that has been here before, and would rather go on than begin anew
            SSLContext showing = TlsFiles.clientWith("client-bare");
            assertThat(isNewSessionOfSecond(showing, protocol)).isFalse();

            // when certificates are asked for, then it has to begin anew
            TlsConfig verifying = TlsConfig.of(TlsFiles.path("server.pem"), TlsFiles.path("server.key")).toBuilder()
                    .caFile(TlsFiles.path("ca.pem"))
                    .verifiesClients(true)
                    .build();
            reload(verifying);
            assertThat(isNewSessionOfSecond(showing, protocol)).isTrue();
            reload(TLS);
        }
    }

    private void reload(TlsConfig tls) throws ReloadException {
        server.reload(server.view().config().toBuilder().tls(tls).build());
    }

    /** Connects twice, and returns whether the second has agreed on new keys with the server. */
    private boolean isNewSessionOfSecond(SSLContext clientContext, String protocol) throws Exception {
        long first = creationMillis(clientContext, protocol);
        while (System.currentTimeMillis() <= first) {
            Thread.onSpinWait(); // Times tell the two apart.
        }
        return creationMillis(clientContext, protocol) > first;
    }

    private long creationMillis(SSLContext clientContext, String protocol) throws Exception {
        try (Client client = new Client(clientContext, socket(), protocol)) {
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.in.readLine()).isEqualTo("PONG");
            return client.socket.getSession().getCreationTime();
        }
    }

    private void assertServed() throws Exception {
        try (Client client = new Client(context, socket())) {
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.in.readLine()).isEqualTo("PONG");
        }
    }

    private Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
    }
}

package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of clients when the server reads its configuration again (CF-209..229). */
class ReloadIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String USERS = "authorization { users: [%s] }";
    private static final String ANN = "{user: ann, password: a%s}";
    private static final String BOB = "{user: bob, password: b}";
    private static final String TWO = String.format(USERS, String.format(ANN, "") + ", " + BOB);

    @Test // CF-215
    void shouldCloseAUserThatIsGoneAndKeepTheOthers() throws Exception {
        try (RunningServer server = ServerUnderTest.start(TWO);
                WireConnection ann = connect(server, "ann", "a");
                WireConnection bob = connect(server, "bob", "b")) {
            // when
            server.reload(String.format(USERS, String.format(ANN, "")));

            // then
            WireConnection.End end = bob.readToEnd();
            assertThat(end.rest()).isEmpty();
            assertThat(end.ended()).isTrue();
            assertServed(ann);
            assertThatThrownBy(() -> Clients.connect(server.url(), "bob", "b"))
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    @Test // CF-215
    void shouldCloseAUserWhosePasswordIsAnother() throws Exception {
        try (RunningServer server = ServerUnderTest.start(TWO);
                WireConnection ann = connect(server, "ann", "a");
                WireConnection bob = connect(server, "bob", "b")) {
            // when
            server.reload(TWO.replace("password: a", "password: other"));

            // then
            assertThat(ann.readToEnd().rest()).isEqualTo("-ERR 'Authorization Violation'\r\n");
            assertServed(bob);
            try (WireConnection again = connect(server, "ann", "other")) {
                assertServed(again);
            }
        }
    }

    @Test // CF-215
    void shouldTakeAwaySubscriptionsThatAreNoLongerPermitted() throws Exception {
        try (RunningServer server = ServerUnderTest.start(TWO);
                WireConnection ann = connect(server, "ann", "a")) {
            ann.send("SUB foo 1\r\nSUB bar workers 2\r\nSUB baz.* 3\r\nPING\r\n");
            assertThat(line(ann)).isEqualTo("PONG");

            // when
            server.reload(TWO.replace(
                    "password: a", "password: a, permissions: {subscribe: {deny: [foo]}, publish: {deny: secret}}"));
            server.reload(TWO.replace(
                    "password: a",
                    "password: a, permissions: {subscribe: {deny: [foo, bar]}, publish: {deny: secret}}"));

            // then
            assertThat(line(ann)).isEqualTo("-ERR 'Permissions Violation for Subscription to \"foo\" (sid \"1\")'");
            assertThat(line(ann))
                    .isEqualTo("-ERR 'Permissions Violation for Subscription to \"bar\" using queue \"workers\" (sid"
                            + " \"2\")'");
            ann.send("PUB foo 1\r\nx\r\nPUB bar 1\r\nx\r\nPUB secret 1\r\nx\r\nPUB baz.a 1\r\nx\r\nPING\r\n");
            assertThat(line(ann)).isEqualTo("-ERR 'Permissions Violation for Publish to \"secret\"'");
            assertThat(line(ann)).isEqualTo("MSG baz.a 3 1");
            assertThat(line(ann)).isEqualTo("x");
            assertThat(line(ann)).isEqualTo("PONG");
        }
    }

    @Test // CF-215
    void shouldPermitMoreWithoutAnotherConnect() throws Exception {
        String less = TWO.replace("password: a", "password: a, permissions: {publish: one, subscribe: one}");
        try (RunningServer server = ServerUnderTest.start(less);
                WireConnection ann = connect(server, "ann", "a")) {
            ann.send("PUB two 1\r\nx\r\nPUB two 1\r\nx\r\nPING\r\n");
            assertThat(line(ann)).contains("Permissions Violation for Publish");
            assertThat(line(ann)).contains("Permissions Violation for Publish");
            assertThat(line(ann)).isEqualTo("PONG");

            // when
            server.reload(TWO);

            // then
            ann.send("SUB two 2\r\nPUB two 1\r\nx\r\nPING\r\n");
            assertThat(lines(ann, 3)).containsExactly("MSG two 2 1", "x", "PONG");
        }
    }

    @Test // CF-215
    void shouldCloseAUserThatIsInAnotherAccountNow() throws Exception {
        try (RunningServer server = ServerUnderTest.start(
                        "accounts { A: {users: [{user: ann, password: a}]}, B: {users: [" + BOB + "]} }");
                WireConnection ann = connect(server, "ann", "a");
                WireConnection bob = connect(server, "bob", "b")) {
            // when
            server.reload("accounts { A: {users: [{user: ann, password: a}, " + BOB + "]}, C: {} }");

            // then
            assertThat(bob.readToEnd().ended()).isTrue();
            ann.send("SUB both 1\r\n");
            assertServed(ann);
            try (WireConnection again = connect(server, "bob", "b")) {
                again.send("PUB both 1\r\nx\r\n");
                assertServed(again);
            }
            assertThat(lines(ann, 2)).containsExactly("MSG both 1 1", "x");
        }
    }

    @Test // CF-215
    void shouldAskWhoTheyAreWhenThatIsAskedForNow() throws Exception {
        try (RunningServer server = ServerUnderTest.start("");
                WireConnection nobody = connect(server, "", "");
                WireConnection ann = connect(server, "ann", "a")) {
            // when
            server.reload(TWO);

            // then
            assertThat(nobody.readToEnd().rest()).isEqualTo("-ERR 'Authorization Violation'\r\n");
            assertServed(ann);
            try (WireConnection late = new WireConnection(server.clientPort())) {
                assertThat(line(late)).contains("\"auth_required\":true");
            }
        }
    }

    @Test // CF-218
    void shouldCloseWhomThereIsNoRoomForAnyMore() throws Exception {
        try (RunningServer server = ServerUnderTest.start("");
                WireConnection first = connect(server, "", "");
                WireConnection second = connect(server, "", "");
                WireConnection third = connect(server, "", "")) {
            // when
            server.reload("max_connections: 1");

            // then
            int closed = 0;
            for (WireConnection client : new WireConnection[] {first, second, third}) {
                client.trySend("PING\r\n");
                String line = line(client);
                closed += line.equals("-ERR 'maximum connections exceeded'") ? 1 : 0;
            }
            assertThat(closed).isEqualTo(2);
        }
    }

    @Test // CF-218
    void shouldHoldConnectionsToTheNewLimits() throws Exception {
        try (RunningServer server = ServerUnderTest.start("");
                WireConnection large = connect(server, "", "");
                WireConnection small = connect(server, "", "")) {
            // when
            server.reload("max_payload: 10, max_control_line: 512");

            // then
            small.send("PUB foo 10\r\n0123456789\r\n");
            assertServed(small);
            large.trySend("PUB foo 11\r\n01234567890\r\n");
            assertThat(line(large)).isEqualTo("-ERR 'Maximum Payload Violation'");
            try (WireConnection late = new WireConnection(server.clientPort())) {
                assertThat(line(late)).contains("\"max_payload\":10,");
            }
        }
    }

    @Test // CF-218
    void shouldPingMoreOftenAtOnce() throws Exception {
        try (RunningServer server = ServerUnderTest.start("ping_interval: 1h");
                WireConnection client = connect(server, "", "")) {
            client.showPings();

            // when
            server.reload("ping_interval: 100ms");

            // then
            assertThat(line(client)).isEqualTo("PING");
        }
    }

    @Test // CF-72
    void shouldAdvertiseAnotherAddressToThoseWhoCome() throws Exception {
        try (RunningServer server = ServerUnderTest.start("")) {
            server.reload("client_advertise: \"nats.example:4333\"");
            try (WireConnection client = new WireConnection(server.clientPort())) {
                assertThat(line(client)).contains("\"host\":\"nats.example\",\"port\":4333,");
            }
        }
    }

    @Test // CF-210: nothing of it, also not what could have changed.
    void shouldTakeOverAllOrNothing() throws Exception {
        if (!ServerUnderTest.isInProcess()) {
            return; // There it is seen in the log only, see EdgeProcessIT.
        }
        try (RunningServer server = ServerUnderTest.start("")) {
            assertThatThrownBy(() -> server.reload("max_payload: 10, max_subs: 3"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("config reload not supported for MaxSubs: old=0, new=3");
            try (WireConnection client = new WireConnection(server.clientPort())) {
                assertThat(line(client)).contains("\"max_payload\":1048576,");
            }
        }
    }

    @Test // CF-210
    void shouldLoseNoMessageThroughReloads() throws Exception {
        try (RunningServer server = ServerUnderTest.start(TWO);
                Connection ann = Clients.connect(server.url(), "ann", "a");
                Connection bob = Clients.connect(server.url(), "bob", "b")) {
            Subscription numbers = bob.subscribe("numbers");
            Subscription shared = bob.subscribe("numbers", "workers");
            bob.flush(SOON);
            AtomicBoolean reloading = new AtomicBoolean(true);

            // when
            CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> publish(ann, reloading));
            for (int i = 0; i < 20; i++) {
                String permissions = i % 2 == 0 ? ", permissions: {publish: {deny: other}, subscribe: {deny: x}}" : "";
                server.reload(TWO.replace("password: a", "password: a" + permissions)
                                .replace("password: b", "password: b" + permissions)
                        + "\nmax_payload: " + (1000 + i) + "\nwrite_deadline: \"" + (5 + i) + "s\"");
            }
            reloading.set(false);

            // then
            int count = sent.join();
            for (int i = 0; i < count; i++) {
                assertThat(text(numbers.nextMessage(SOON))).isEqualTo(Integer.toString(i));
                assertThat(text(shared.nextMessage(SOON))).isEqualTo(Integer.toString(i));
            }
        }
    }

    private static int publish(Connection connection, AtomicBoolean going) {
        int sent = 0;
        while (going.get() || sent < 1000) {
            connection.publish("numbers", Integer.toString(sent).getBytes(StandardCharsets.US_ASCII));
            sent++;
            if (sent % 100 == 0) {
                flush(connection);
            }
        }
        flush(connection);
        return sent;
    }

    private static void flush(Connection connection) {
        try {
            connection.flush(SOON);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Message message) {
        assertThat(message).isNotNull();
        return new String(message.getData(), StandardCharsets.US_ASCII);
    }

    @Test // CF-229
    void shouldShowWhenItReadItsConfiguration() throws Exception {
        try (RunningServer server = ServerUnderTest.start("http: \"127.0.0.1:-1\"")) {
            String before = loadTime(server);

            // when
            server.reload("http: \"127.0.0.1:-1\", max_payload: 2000");

            // then
            eventually(() -> assertThat(loadTime(server)).isNotEqualTo(before));
        }
    }

    private static String loadTime(RunningServer server) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/varz");
        String page = HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        int at = page.indexOf("\"config_load_time\":");
        return page.substring(at, page.indexOf('\n', at));
    }

    private static WireConnection connect(RunningServer server, String user, String password) throws IOException {
        WireConnection connection = new WireConnection(server.clientPort());
        line(connection);
        String who = user.isEmpty() ? "" : ",\"user\":\"" + user + "\",\"pass\":\"" + password + "\"";
        connection.send("CONNECT {\"verbose\":false" + who + "}\r\n");
        assertServed(connection);
        return connection;
    }

    private static void assertServed(WireConnection connection) throws IOException {
        connection.send("PING\r\n");
        assertThat(line(connection)).isEqualTo("PONG");
    }

    private static String line(WireConnection connection) throws IOException {
        return connection.readLine().stripTrailing();
    }

    private static List<String> lines(WireConnection connection, int count) throws IOException {
        return connection.readLines(count).stream().map(String::stripTrailing).toList();
    }
}

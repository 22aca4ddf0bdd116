package dev.gannet.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Chunk;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.connection.login.Logins;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Transport;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.FakeSink;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.routing.Request;
import dev.gannet.routing.Responders;
import dev.gannet.routing.Router;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What the server answers itself, asked by a client without a socket. */
class RespondersTest {
    private final ServerConfig config = ServerConfig.embedded();
    private final Staging staging = new Staging(0);
    private final Router router = new Router(staging, 4096, false, 1);
    private final LoopContext loop = new LoopContext(staging, router);
    private final ServerContext server = new ServerContext(
            config,
            new Logins(
                    new Accounts(config, () -> 1),
                    new Authenticator(config.authorization(), config.accounts()),
                    Runnable::run),
            ServerLog.silent(),
            Clock.system());
    private final Account account = server.accounts().global();
    private final Responders responders = new Responders(1, ServerLog.silent());
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private final FakeSocket socket = new FakeSocket();
    private final Client client;

    RespondersTest() {
        server.info(new ServerInfo("N", "test", "java", "127.0.0.1", 4222, true, false, 1000, List.of(), false, "X"));
        client = new Client(server, socket);
        client.opened();
        receive("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\nSUB inbox.> 7\r\n");
        turn();
        socket.sink.takeText();
    }

    @Test
    void shouldHandARequestToWhoAnswersIt() {
        // given
        responders.add(account, "question.*", requests::add);

        // when
        receive("HPUB question.one inbox.1 17 19\r\nNATS/1.0\r\nA:b\r\n\r\nhi\r\n");

        // then
        assertThat(requests).hasSize(1);
        Request request = requests.get(0);
        assertThat(request.asker()).isSameAs(client);
        assertThat(request.account()).isSameAs(account);
        assertThat(request.subject()).isEqualTo("question.one");
        assertThat(request.reply()).isEqualTo("inbox.1");
        assertThat(text(request.headers())).isEqualTo("NATS/1.0\r\nA:b\r\n\r\n");
        assertThat(text(request.payload())).isEqualTo("hi");
    }

    @Test
    void shouldPublishTheAnswerInATurnToCome() {
        // given
        responders.add(account, "question", request -> request.answer(bytes("42")));

        // when
        receive("PUB question inbox.1 0\r\n\r\nPING\r\n");
        turn();

        // then
        assertThat(socket.sink.takeText()).isEqualTo("PONG\r\nMSG inbox.1 7 2\r\n42\r\n");
    }

    @Test
    void shouldAnswerLaterAndMoreThanOnce() {
        // given
        responders.add(account, "question", requests::add);
        receive("PUB question inbox.1 0\r\n\r\n");

        // when
        requests.get(0).answer(bytes("a"));
        requests.get(0).answer(bytes("b"));
        turn();

        // then
        assertThat(socket.sink.takeText()).isEqualTo("MSG inbox.1 7 1\r\na\r\nMSG inbox.1 7 1\r\nb\r\n");
    }

    @Test
    void shouldAnswerEveryRequestOnASubjectThatIsAskedOften() {
        // given a subject that gets a plan, and a client that listens there too
        responders.add(account, "question", request -> request.answer(request.payload()));
        receive("SUB question 8\r\n");

        // when
        for (int i = 0; i < 5; i++) {
            receive("PUB question inbox.1 1\r\n" + i + "\r\n");
            turn();

            // then both get it
            assertThat(socket.sink.takeText())
                    .isEqualTo("MSG question 8 inbox.1 1\r\n" + i + "\r\nMSG inbox.1 7 1\r\n" + i + "\r\n");
        }
    }

    @Test
    void shouldCountAsSomebodyWhoIsThere() {
        // given
        Subscription subscription = responders.add(account, "question", requests::add);

        // when it answers nothing
        receive("PUB question inbox.1 0\r\n\r\n");
        turn();

        // then nobody is told that nobody was there; without it, the client is
        assertThat(socket.sink.takeText()).isEmpty();
        assertThat(subscription.delivered()).isEqualTo(1);
        account.interest().remove(subscription);
        receive("PUB question inbox.1 0\r\n\r\n");
        turn();
        assertThat(socket.sink.takeText()).startsWith("HMSG inbox.1 7 ").contains("503");
    }

    @Test
    void shouldIgnoreWhatIsNoRequest() {
        // given
        responders.add(account, "question", requests::add);

        // when there is no reply, or the server says it itself
        receive("PUB question 0\r\n\r\n");
        router.publish(account, new ServerMessage("question", "inbox.1", new byte[0], bytes("")));
        turn();

        // then
        assertThat(requests).isEmpty();
        assertThat(socket.sink.takeText()).isEmpty();
    }

    @Test
    void shouldEndAfterOneAnswerThatGoesToWhereQuestionsGo() {
        // given
        responders.add(account, "question", request -> {
            requests.add(request);
            request.answer(bytes("42"));
        });

        // when
        receive("PUB question question 0\r\n\r\n");
        turn();
        turn();

        // then
        assertThat(requests).hasSize(1);
        assertThat(posted).isEmpty();
    }

    @Test
    void shouldKeepTheClientWhenAnAnswerFails() {
        // given
        responders.add(account, "question", request -> {
            throw new IllegalStateException("broken");
        });

        // when
        receive("PUB question inbox.1 0\r\n\r\nPING\r\n");
        turn();

        // then
        assertThat(socket.sink.takeText()).isEqualTo("PONG\r\n");
        assertThat(client.isClosed()).isFalse();
    }

    private void turn() {
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
            task.run();
        }
        staging.flushAll();
    }

    private void receive(String text) {
        Chunk in = Chunk.allocate(text.length());
        in.append(bytes(text));
        assertThat(client.received(in, 0, in.written)).isEqualTo(in.written);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private final class FakeSocket implements Transport {
        private final FakeSink sink = new FakeSink();
        private final Outbox outbox = new Outbox(1, 1 << 20, sink);

        @Override
        public LoopContext loop() {
            return loop;
        }

        @Override
        public Outbox outbox() {
            return outbox;
        }

        @Override
        public String remoteHost() {
            return "127.0.0.1";
        }

        @Override
        public int remotePort() {
            return 1;
        }

        @Override
        public void pauseReading() {
            throw new AssertionError("nobody is slow");
        }

        @Override
        public void resumeReading() {
            throw new AssertionError("nobody is slow");
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void post(Runnable task) {
            posted.add(task);
        }

        @Override
        public void close(long lingerNanos) {
            outbox.close();
        }
    }
}

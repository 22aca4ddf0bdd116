package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Chunk;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.login.Logins;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.FakeSink;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.routing.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time of a header, the log, and whose address is shown; what stands in headers is in ProxyHeaderTest. CP-211..219 */
class ProxiedClientTest {
    private static final Instant NOW = Instant.parse("2026-11-21T11:45:00.928044505Z");

    private final List<String> warnings = new ArrayList<>();
    private final ServerConfig config = ServerConfig.embedded();
    private final Staging staging = new Staging(0);
    private final LoopContext loop = new LoopContext(staging, new Router(staging, 4096, false, 1));
    private final ServerContext server = new ServerContext(
            config,
            new Logins(
                    new Accounts(config, () -> 1),
                    new Authenticator(config.authorization(), config.accounts()),
                    Runnable::run),
            new Warnings(),
            new StoppedClock());
    private final FakeSocket socket = new FakeSocket();
    private ProxiedClient client;

    ProxiedClientTest() {
        server.info(new ServerInfo("N", "test", "java", "127.0.0.1", 4222, true, false, 100, List.of(), false, "X"));
        client = open();
    }

    private ProxiedClient open() {
        client = new ProxiedClient(server, socket);
        client.opened();
        return client;
    }

    /** A clock that is exact and stands still. */
    private static final class StoppedClock implements Clock {
        @Override
        public long nanoTime() {
            return 1;
        }

        @Override
        public Instant instant() {
            return NOW;
        }
    }

    @Test
    void shouldKnowWhenItWasActiveAsExactlyAsTheClock() {
        receive("PING\r\n");
        assertThat(facts().lastActivity()).isEqualTo(NOW);
    }

    @Test
    void shouldNameNoAddressBeforeTheHeader() {
        assertThat(socket.output()).startsWith("INFO ").doesNotContain("client_ip");
        assertThat(facts().ip()).isEqualTo("10.0.0.1");
    }

    @Test
    void shouldBeTheOneWhomTheHeaderNames() {
        // when the header and the client's first bytes come in one piece
        receive(
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 4222\r\nCONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n");

        // then
        assertThat(socket.output()).contains("PONG\r\nINFO {").contains("\"client_ip\":\"192.0.2.7\"");
        assertThat(facts().ip()).isEqualTo("192.0.2.7");
        assertThat(facts().port()).isEqualTo(40000);
    }

    @Test
    void shouldServeWhoSendsNoHeader() {
        receive("PING\r\n");
        assertThat(socket.output()).endsWith("PONG\r\n");
        assertThat(facts().ip()).isEqualTo("10.0.0.1");
    }

    @Test
    void shouldWaitFiveSecondsForTheFirstByte() {
        pass(4);
        assertThat(socket.closed).isFalse();
        pass(1);
        assertRefused("failed to read protocol version: i/o timeout");
    }

    @Test
    void shouldWaitOnceMoreForBytesThatMayBecomeAHeader() {
        pass(4);
        receive("PRO");
        pass(1);
        pass(4);
        assertThat(socket.closed).isFalse();
        pass(1);
        assertRefused("failed to read protocol version: i/o timeout");
    }

    @Test
    void shouldGiveTheRestOfAHeaderItsOwnTime() {
        pass(4);
        receive("PROXY T");
        pass(4);
        receive("PROXY TC");
        assertThat(socket.closed).isFalse();
        pass(1);
        assertRefused("failed to read v1 line: i/o timeout");
    }

    @Test
    void shouldSayWhyItRefusesAHeader() {
        receive("PROXY TCP4 nonsense\r\n");
        assertRefused("invalid PROXY protocol header: invalid v1 format");
        assertThat(server.clients().closed().get(0).reason().text()).isEqualTo("Protocol Violation");
    }

    @Test
    void shouldRefuseWhoLeavesAmidTheHeader() {
        receive("PROXY T");
        client.inputEnded();
        assertRefused("failed to read v1 line: EOF");
    }

    @Test
    void shouldLeaveNoTimerBehind() {
        // when the header is there and the client goes
        receive("PROXY UNKNOWN\r\n");
        client.inputEnded();

        // then
        assertThat(socket.closed).isTrue();
        assertThat(loop.timers().size()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldShowAnIpv6AddressWithItsPort() {
        // given
        socket.host = "2001:db8::1";

        // when
        open();
        receive("PROXY \r\n");

        // then
        assertThat(warnings)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Error reading PROXY protocol header from [2001:db8::1]:50000: ");
    }

    private void assertRefused(String why) {
        assertThat(socket.closed).isTrue();
        assertThat(warnings).containsExactly("Error reading PROXY protocol header from 10.0.0.1:50000: " + why);
        assertThat(loop.timers().size()).isZero();
        assertThat(server.clients().openCount()).isZero();
    }

    private ClientFacts facts() {
        return server.clients().open().iterator().next().facts();
    }

    private void receive(String text) {
        Chunk in = Chunk.allocate(text.length());
        in.append(text.getBytes(ISO_8859_1));
        client.received(in, 0, in.written);
    }

    private void pass(int seconds) {
        loop.now(loop.nowNanos() + SECONDS.toNanos(seconds));
        loop.timers().run(loop.nowNanos());
    }

    private final class FakeSocket implements Transport {
        private final FakeSink sink = new FakeSink();
        private final Outbox outbox = new Outbox(1, 1 << 20, sink);
        private String host = "10.0.0.1";
        private boolean closed;

        String output() {
            staging.flushAll();
            return sink.text();
        }

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
            return host;
        }

        @Override
        public int remotePort() {
            return 50000;
        }

        @Override
        public void pauseReading() {
            throw new AssertionError("nothing of this holds it up");
        }

        @Override
        public void resumeReading() {
            throw new AssertionError("nothing of this holds it up");
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void post(Runnable task) {
            task.run();
        }

        @Override
        public void close(long lingerNanos) {
            closed = true;
        }
    }

    /** Keeps the warnings. */
    private final class Warnings implements ServerLog {
        @Override
        public void warn(String text) {
            warnings.add(text);
        }

        @Override
        public void notice(String text) {}

        @Override
        public void error(String text) {}

        @Override
        public void fatal(String text) {}

        @Override
        public void debug(String text) {}

        @Override
        public void trace(String text) {}

        @Override
        public boolean debugEnabled() {
            return false;
        }

        @Override
        public boolean traceEnabled() {
            return false;
        }
    }
}

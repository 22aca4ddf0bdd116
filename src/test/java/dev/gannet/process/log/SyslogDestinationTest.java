package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What syslog servers are sent (CF-240); the texts and failures were seen with nats-server. */
class SyslogDestinationTest {
    private static final Instant TIME = Instant.parse("2026-11-05T01:02:03.9Z");
    private static final int TIMEOUT_MILLIS = 10_000;

    private final List<String> sent = new ArrayList<>();
    private boolean down;
    private int opened;

    @ParameterizedTest
    @CsvSource({"NOTICE,5,29", "WARN,4,28", "ERROR,3,27", "FATAL,2,26", "DEBUG,7,31", "TRACE,5,29"})
    void shouldWriteEachKindOfMessage(LogLevel level, int remote, int local) {
        LogLine line = new LogLine(TIME, level, "Server is ready");

        assertThat(message(SyslogFormat.Kind.REMOTE, line))
                .isEqualTo("<" + remote + ">2026-11-05T02:02:03+01:00 host gannet-edge[42]: Server is ready\n");
        assertThat(message(SyslogFormat.Kind.UNIX, line))
                .isEqualTo("<" + remote + ">Nov  5 02:02:03 gannet-edge[42]: Server is ready\n");
        assertThat(message(SyslogFormat.Kind.LOCAL, line))
                .isEqualTo("<" + local + ">Nov  5 02:02:03 gannet-edge[42]: Server is ready\n");
        assertThat(message(SyslogFormat.Kind.LOGGER, line)).isEqualTo("<" + local + ">Server is ready\n");
    }

    @Test
    void shouldSendDatagrams() throws Exception {
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                LogDestination syslog =
                        LogDestination.remoteSyslog("udp://127.0.0.1:" + server.getLocalPort(), "gannet-edge", 42)) {
            server.setSoTimeout(TIMEOUT_MILLIS);

            // when
            syslog.write(new LogLine(TIME, LogLevel.WARN, "ü"));
            syslog.write(new LogLine(TIME, LogLevel.WARN, "x".repeat(100_000)));

            // then
            assertThat(receive(server)).startsWith("<4>2026-11-05T").endsWith(" gannet-edge[42]: ü\n");
            assertThat(receive(server)).hasSize(60_000);
        }
    }

    @Test
    void shouldSendAStream() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LogDestination syslog =
                        LogDestination.remoteSyslog("tcp://127.0.0.1:" + server.getLocalPort(), "gannet", 1);
                Socket first = server.accept()) {
            syslog.write(new LogLine(TIME, LogLevel.NOTICE, "one"));
            assertThat(readLine(first)).endsWith("gannet[1]: one");
        }
    }

    @Test
    void shouldTryAgainOnceASecondWhenTheServerIsGone() throws Exception {
        // given
        SyslogDestination syslog = fake();
        syslog.write(line("a", 0));

        // when it goes
        down = true;
        assertThatThrownBy(() -> syslog.write(line("b", 1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> syslog.write(line("c", 500))).isInstanceOf(IOException.class);
        int before = opened;
        assertThatThrownBy(() -> syslog.write(line("d", 900))).isInstanceOf(IOException.class);
        assertThat(opened).isEqualTo(before);

        // and comes back
        down = false;
        syslog.write(line("e", 1_500));
        syslog.write(line("f", 1_501));

        // then
        assertThat(sent).containsExactly("a", "e", "f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "foo://x:1 | error invalid network type: \"foo\"",
                "tcp://127.0.0.1 | error connecting to syslog: \"dial tcp: address 127.0.0.1: missing port in address\"",
                "unix:///no/such | error connecting to syslog:"
                        + " \"dial unix /no/such: connect: no such file or directory\"",
            })
    void shouldSayWhyThereIsNoServer(String url, String expected) {
        assertThatThrownBy(() -> LogDestination.remoteSyslog(url, "gannet", 1))
                .isInstanceOf(IOException.class)
                .hasMessage(expected);
    }

    private SyslogDestination fake() throws IOException {
        SyslogFormat format = new SyslogFormat(SyslogFormat.Kind.LOGGER, "gannet", 1, "host", ZoneId.of("UTC"));
        return new SyslogDestination(open(), this::open, format);
    }

    private SyslogLink open() throws IOException {
        opened++;
        if (down) {
            throw new IOException("refused");
        }
        return new SyslogLink() {
            @Override
            public void send(byte[] message) throws IOException {
                if (down) {
                    throw new IOException("gone");
                }
                sent.add(new String(message, UTF_8).strip().substring("<29>".length()));
            }

            @Override
            public void close() {}
        };
    }

    private static LogLine line(String text, int millis) {
        return new LogLine(TIME.plusMillis(millis), LogLevel.NOTICE, text);
    }

    private static String message(SyslogFormat.Kind kind, LogLine line) {
        return new String(
                new SyslogFormat(kind, "gannet-edge", 42, "host", ZoneId.of("Europe/Berlin")).message(line), UTF_8);
    }

    private static String receive(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private static String readLine(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != '\n';
                next = socket.getInputStream().read()) {
            assertThat(next).isNotNegative();
            line.append((char) next);
        }
        return line.toString();
    }
}

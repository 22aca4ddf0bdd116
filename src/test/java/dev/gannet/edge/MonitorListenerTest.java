package dev.gannet.edge;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerView;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MonitorListenerTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answering = new CountDownLatch(1);

    @Test
    void shouldFinishItsAnswersWhenItCloses() throws Exception {
        try (GannetServer server = GannetServer.start(ServerConfig.embedded(), ServerLog.silent());
                MonitorListener monitor =
                        MonitorListener.start(onAnyPort(), slow(server.view()), server.tls(), ServerLog.silent());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), monitor.port())) {
            // given a listener that has loaded what answers are made with, and a request that is being answered
            warmUp(monitor.port());
            client.getOutputStream().write("GET /varz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            asked.await();

            // when the listener is closed meanwhile
            Thread closer = new Thread(monitor::close, "closer");
            closer.start();
            eventually(() -> assertThat(closer.getState()).isEqualTo(Thread.State.TIMED_WAITING));
            answering.countDown();

            // then the answer still comes, whole
            String answer = new String(client.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer.strip())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"server_id\"")
                    .endsWith("}");
            closer.join();
        }
    }

    /** The first answer loads the JSON library, which on a busy machine takes longer than a close may. */
    private static void warmUp(int port) throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("GET /subsz HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static ServerConfig onAnyPort() {
        return ServerConfig.embedded().toBuilder()
                .monitor(new MonitorConfig("127.0.0.1", ListenConfig.RANDOM_PORT, "/"))
                .build();
    }

    /** Says what {@code view} says, but its totals only when the test allows it. */
    private ServerView slow(ServerView view) {
        return (ServerView) Proxy.newProxyInstance(
                ServerView.class.getClassLoader(), new Class<?>[] {ServerView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("totals")) {
                        asked.countDown();
                        answering.await();
                    }
                    try {
                        return method.invoke(view, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

package dev.gannet.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionNewsTest {
    private final Lines lines = new Lines();
    private final ConnectionNews news = new ConnectionNews(lines, "shop");
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);

    /** Keeps what is logged. */
    private static final class Lines implements System.Logger {
        private final List<String> all = new ArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
            all.add(level + " " + text);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... values) {
            all.add(level + " " + format);
        }
    }

    private void happens(Events... events) {
        for (Events event : events) {
            news.changed(connection, event);
        }
    }

    @Test
    void shouldSayOnceThatItIsLostAndOnceThatItIsBack() {
        happens(Events.CONNECTED);
        assertThat(lines.all).isEmpty();

        happens(Events.DISCONNECTED, Events.DISCONNECTED, Events.DISCONNECTED, Events.RECONNECTED, Events.RESUBSCRIBED);
        assertThat(lines.all)
                .containsExactly(
                        "WARNING shop has lost its server; it is looked for again and again",
                        "INFO shop has its server again");

        happens(Events.DISCONNECTED);
        assertThat(lines.all).hasSize(3);
    }

    @Test
    void shouldNotLoseWhatItNeverHad() {
        happens(Events.DISCONNECTED, Events.CONNECTED);
        assertThat(lines.all).isEmpty();

        happens(Events.DISCONNECTED);
        assertThat(lines.all).hasSize(1);
    }

    @Test
    void shouldSayNothingWhenItIsEnded() {
        happens(Events.CONNECTED);
        news.end();

        happens(Events.DISCONNECTED, Events.CLOSED);

        assertThat(lines.all).isEmpty();
    }
}

package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerLogTest {
    @Test
    void shouldHandLinesToASystemLogger() {
        // given a logger that keeps nothing below DEBUG
        var logger = new RecordingLogger();
        ServerLog log = ServerLog.to(logger).withPrefix("cid:5 - ");

        log.notice("n");
        log.warn("w");
        log.error("e");
        log.fatal("f");
        log.debug("d");
        log.trace("t");

        assertThat(logger.lines)
                .containsExactly(
                        "INFO cid:5 - n", "WARNING cid:5 - w", "ERROR cid:5 - e", "ERROR cid:5 - f", "DEBUG cid:5 - d");
        assertThat(log.debugEnabled()).isTrue();
        assertThat(log.traceEnabled()).isFalse();
    }

    @Test
    void shouldStaySilentBehindAPrefix() {
        ServerLog log = ServerLog.silent().withPrefix("cid:5 - ");

        log.fatal("f");

        assertThat(log).isSameAs(ServerLog.silent());
        assertThat(log.debugEnabled() || log.traceEnabled()).isFalse();
    }

    private static final class RecordingLogger implements System.Logger {
        private final List<String> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "recording";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.DEBUG.getSeverity();
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
            lines.add(level + " " + text);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Object... parameters) {
            lines.add(level + " " + text);
        }
    }
}

package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.process.log.LogDestination;
import dev.gannet.process.log.LogStyle;
import dev.gannet.process.log.NatsFormatLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {
    private static final LogStyle STYLE = new LogStyle(42, false, false, false, false, false);

    private final ContainerLog container = new ContainerLog();

    @TempDir
    Path directory;

    @Test // CF-235
    void shouldWriteIntoTheServersLog() throws Exception {
        // given a server that logs into a file
        Path file = directory.resolve("server.log");
        try (NatsFormatLog log = NatsFormatLog.open(STYLE, LogDestination.file(STYLE, file, 0, 0))) {
            container.bootIsOver();
            container.join(log);

            // when
            container.publish(new LogRecord(Level.WARNING, "the pool is empty"));
            LogRecord severe = new LogRecord(Level.SEVERE, "no answer");
            severe.setThrown(new IllegalStateException("outer", new IllegalStateException("disk full")));
            container.publish(severe);
        }

        // then
        assertThat(Files.readString(file))
                .contains("[42] [WRN] container: the pool is empty\n[42] [ERR] container: no answer: ")
                .contains("disk full");
    }

    @Test
    void shouldBeQuietBeforeAndAfterTheServer() throws Exception {
        // given
        Path file = directory.resolve("server.log");
        try (NatsFormatLog log = NatsFormatLog.open(STYLE, LogDestination.file(STYLE, file, 0, 0))) {
            container.join(log);

            // when
            container.publish(new LogRecord(Level.SEVERE, "before"));
            container.bootIsOver();
            container.publish(new LogRecord(Level.SEVERE, "between"));
            container.serverHasEnded();
            container.publish(new LogRecord(Level.SEVERE, "after"));
        }

        // then
        assertThat(Files.readString(file)).contains("between").doesNotContain("before", "after");
    }

    @Test
    void shouldRememberTheFirstProblemOfTheBoot() {
        assertThat(container.firstProblem()).isEqualTo("the server's application could not be deployed");
        container.publish(new LogRecord(Level.WARNING, "a warning"));
        container.publish(new LogRecord(Level.SEVERE, "first"));
        container.publish(new LogRecord(Level.SEVERE, "second"));
        assertThat(container.firstProblem()).isEqualTo("container: first");
    }
}

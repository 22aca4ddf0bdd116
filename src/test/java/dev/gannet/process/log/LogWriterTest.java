package dev.gannet.process.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log whose destination takes nothing must not hold up who logs. */
class LogWriterTest {
    private static final Pattern LOST = Pattern.compile("Unable to write (\\d+) log lines before this one");
    private static final int LINES = 3 * LogWriter.LINES_MAX;

    private final Slow slow = new Slow();
    private final NatsFormatLog log = NatsFormatLog.open(LogStyle.of(42), slow);

    @AfterEach
    void close() {
        slow.release.countDown();
        log.close();
    }

    @Test
    @Timeout(30)
    void shouldDropLinesAndSayHowManyWhenNoneGoesOut() throws Exception {
        // given a destination that does not take its first line
        log.notice("first");
        assertThat(slow.reached.await(10, SECONDS)).isTrue();

        // when far more is logged than there is room for; each waiting would take minutes
        for (int i = 0; i < LINES; i++) {
            log.notice("line");
        }
        slow.release.countDown();
        log.flush();
        log.notice("last");
        log.flush();

        // then each line is there, or counted
        long lost = slow.lines.stream()
                .map(LOST::matcher)
                .filter(Matcher::matches)
                .mapToLong(report -> Long.parseLong(report.group(1)))
                .sum();
        long written = slow.lines.stream().filter("line"::equals).count();
        assertThat(lost).isGreaterThan(LogWriter.LINES_MAX);
        assertThat(written + lost).isEqualTo(LINES);
        assertThat(slow.lines).startsWith("first").endsWith("last");
    }

    @Test
    @Timeout(30)
    void shouldBoundTheMemoryOfLongLines() throws Exception {
        // given
        log.notice("first");
        assertThat(slow.reached.await(10, SECONDS)).isTrue();

        // when
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            log.notice(megabyte);
        }
        slow.release.countDown();
        log.flush();

        // then
        assertThat(slow.lines).hasSizeLessThan(10);
    }

    @Test
    @Timeout(30)
    void shouldGoOnElsewhereWhenTheFormerDestinationIsStuck() throws Exception {
        // given
        log.notice("stuck");
        assertThat(slow.reached.await(10, SECONDS)).isTrue();
        Slow next = new Slow();
        next.release.countDown();

        // when
        log.change(LogStyle.of(42), next);
        log.notice("elsewhere");
        log.flush();

        // then
        assertThat(next.lines).endsWith("elsewhere");
        assertThat(slow.closed.await(10, SECONDS)).isTrue();
    }

    @Test
    @Timeout(30)
    void shouldEndAlthoughItsDestinationIsStuck() throws Exception {
        log.notice("stuck");
        assertThat(slow.reached.await(10, SECONDS)).isTrue();

        log.close();

        assertThat(slow.closed.await(10, SECONDS)).isTrue();
    }

    /** Takes nothing until it is released. */
    private static final class Slow implements LogDestination {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void write(LogLine line) throws IOException {
            reached.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("as a channel does");
            }
            lines.add(line.text());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            closed.countDown();
        }
    }
}

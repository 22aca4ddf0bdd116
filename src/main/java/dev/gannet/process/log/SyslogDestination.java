package dev.gannet.process.log;

import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server. When it is gone, each second a line is tried again; the others are lost, and counted by the log.
 *
 * <p><b>Owner:</b> the log's writer.
 */
final class SyslogDestination implements LogDestination {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SyslogLink.Opener opener;
    private final SyslogFormat format;
    private @Nullable SyslogLink link;
    private Instant lastTry = Instant.MIN;

    /** {@code link} is the first one, which was opened to see whether there is a server. */
    SyslogDestination(SyslogLink link, SyslogLink.Opener opener, SyslogFormat format) {
        this.link = link;
        this.opener = opener;
        this.format = format;
    }

    @Override
    public void write(LogLine line) throws IOException {
        byte[] message = format.message(line);
        if (link != null) {
            try {
                link.send(message);
                return;
            } catch (IOException e) {
                close();
            }
        }
        if (Duration.between(lastTry, line.time()).compareTo(RETRY_AFTER) < 0) {
            throw new IOException("the syslog server is gone");
        }
        lastTry = line.time();
        SyslogLink again = opener.open();
        link = again;
        again.send(message);
    }

    @Override
    public void flush() {
        // Each line is sent at once.
    }

    @Override
    public void close() throws IOException {
        SyslogLink last = link;
        link = null;
        if (last != null) {
            last.close();
        }
    }
}

package dev.gannet.launch;

import dev.gannet.process.OwnProcess;
import dev.gannet.process.log.GuestLog;
import dev.gannet.process.log.LogDestination;
import dev.gannet.process.log.LogStyle;
import dev.gannet.process.log.NatsFormatLog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the container says as lines of nats-server's format: into the server's log, and into standard error while
 * there is none. While the container boots it is
 * only remembered what went wrong first: a start that succeeds is quiet, and one that fails says so in one line.
 *
 * <p><b>Owner:</b> any thread. The JDK's logging makes the object, by the name of its class.
 */
public final class ContainerLog extends Handler implements GuestLog {
    private static final String UNKNOWN = "the server's application could not be deployed";

    private final NatsFormatLog standardError;
    private final AtomicReference<@Nullable NatsFormatLog> server = new AtomicReference<>();
    private final AtomicReference<@Nullable String> firstProblem = new AtomicReference<>();
    private final AtomicBoolean written = new AtomicBoolean();

    public ContainerLog() {
        OwnProcess process = OwnProcess.current("");
        LogStyle style = new LogStyle(process.pid(), true, false, false, false, process.isTerminal());
        this.standardError = NatsFormatLog.open(style, LogDestination.standardError(style));
        setFormatter(new SimpleFormatter());
    }

    /** Returns the one that the JDK's logging has made. */
    static ContainerLog installed() {
        for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
            if (handler instanceof ContainerLog found) {
                return found;
            }
        }
        return new ContainerLog();
    }

    @Override
    public void join(NatsFormatLog log) {
        server.set(log);
    }

    /** From now on everything is written. */
    void bootIsOver() {
        written.set(true);
    }

    /** From now on nothing is: what fails because the container is being taken down is no news. */
    void serverHasEnded() {
        written.set(false);
    }

    /** Returns why the container could not deploy, as far as it said so. */
    String firstProblem() {
        String problem = firstProblem.get();
        return problem == null ? UNKNOWN : problem;
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        String text = text(entry);
        boolean isSevere = entry.getLevel().intValue() >= Level.SEVERE.intValue();
        if (isSevere) {
            firstProblem.compareAndSet(null, text);
        }
        if (!written.get()) {
            return;
        }
        NatsFormatLog joined = server.get();
        NatsFormatLog log = joined == null ? standardError : joined;
        if (isSevere) {
            log.error(text);
        } else {
            log.warn(text);
        }
    }

    private String text(LogRecord entry) {
        String text = getFormatter().formatMessage(entry);
        Throwable thrown = entry.getThrown();
        return "container: " + (thrown == null ? text : text + ": " + RootCause.of(thrown));
    }

    @Override
    public void flush() {
        // Every line is written at once.
    }

    /** Closes what is its own. */
    @Override
    public void close() {
        standardError.close();
    }
}

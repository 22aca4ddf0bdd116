package dev.gannet.config.flag;

import dev.gannet.config.ServerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. Who has read it prints and exits; nothing here does. */
public sealed interface CommandLine {
    /** Has the handler do it. */
    <T> T dispatch(Handler<T> handler);

    /**
     * Start a server.
     *
     * @param configFile as it was given; null without one
     * @param digest of the file's values; empty without a file
     * @param warnings to be printed to standard error before the start, one a line
     * @param notBuilt the same, of settings that do nothing yet
     */
    record Run(
            ServerConfig config,
            @Nullable String configFile,
            String digest,
            List<String> warnings,
            List<String> notBuilt)
            implements CommandLine {
        public Run {
            warnings = List.copyOf(warnings);
            notBuilt = List.copyOf(notBuilt);
        }

        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.onRun(this);
        }
    }

    /** Print something to standard output and exit with 0. */
    record Show(Topic topic) implements CommandLine {
        /** What to print; {@link Usage} has the help texts. */
        public enum Topic {
            VERSION,
            HELP,
            TLS_HELP
        }

        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.onShow(this);
        }
    }

    /**
     * Send a signal to a running server, say to standard error why that failed, and exit.
     *
     * @param text the signal's name and, after "=", whose it is: a process id, a part of one, or a file with one
     */
    record SendSignal(String text) implements CommandLine {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.onSendSignal(this);
        }
    }

    /**
     * The file was to be tested and is good: print to standard error, after the program's name, and exit with 0.
     *
     * @param notBuilt to be printed before, one a line
     */
    record ConfigIsValid(String text, List<String> notBuilt) implements CommandLine {
        public ConfigIsValid {
            notBuilt = List.copyOf(notBuilt);
        }

        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.onConfigIsValid(this);
        }
    }

    /** The flags are wrong: print this to standard error as it is, the help text to standard output; exit with 0 (CF-29). */
    record Misuse(String text) implements CommandLine {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.onMisuse(this);
        }
    }

    /** The settings are wrong: print this to standard error, after the program's name, and exit with 1. */
    record Failure(String text) implements CommandLine {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.onFailure(this);
        }
    }

    /** Does what is asked for. */
    interface Handler<T> {
        T onRun(Run run);

        T onShow(Show show);

        T onSendSignal(SendSignal signal);

        T onConfigIsValid(ConfigIsValid valid);

        T onMisuse(Misuse misuse);

        T onFailure(Failure failure);
    }
}

package dev.gannet.process;

import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.CommandLine.ConfigIsValid;
import dev.gannet.config.flag.CommandLine.Failure;
import dev.gannet.config.flag.CommandLine.Misuse;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.config.flag.CommandLine.SendSignal;
import dev.gannet.config.flag.CommandLine.Show;
import dev.gannet.config.flag.Usage;
import dev.gannet.protocol.ServerInfo;
import java.util.List;
import java.util.function.ToIntFunction;

/** Does what the command line asks for. Each answer is the exit code. */
public final class ProcessCommand implements CommandLine.Handler<Integer> {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    /** Scripts look for this name in front of an error, and for its version, whatever the program is called. */
    private static final String REFERENCE = "nats-server";

    private final OwnProcess process;
    private final String ownName;
    private final ToIntFunction<Run> serve;

    /**
     * @param ownName stands before our own version
     * @param serve runs a server to its end; its result is the exit code
     */
    public ProcessCommand(OwnProcess process, String ownName, ToIntFunction<Run> serve) {
        this.process = process;
        this.ownName = ownName;
        this.serve = serve;
    }

    @Override
    public Integer onRun(Run run) {
        printLines(run.warnings());
        printLines(run.notBuilt());
        return serve.applyAsInt(run);
    }

    @Override
    public Integer onShow(Show show) {
        process.print(
                switch (show.topic()) {
                    case VERSION ->
                        REFERENCE + ": v" + ServerInfo.VERSION + "\n" + ownName + ": v" + ownVersion() + "\n";
                    case HELP -> Usage.text(process.program());
                    case TLS_HELP -> Usage.tlsText();
                });
        return DONE;
    }

    @Override
    public Integer onSendSignal(SendSignal signal) {
        try {
            new SignalCommand(new RunningServers(process.pid())).send(signal.text());
            return DONE;
        } catch (SignalFailure e) {
            printError(String.valueOf(e.getMessage()));
            return FAILED;
        }
    }

    @Override
    public Integer onConfigIsValid(ConfigIsValid valid) {
        printLines(valid.notBuilt());
        printError(valid.text());
        return DONE;
    }

    @Override
    public Integer onMisuse(Misuse misuse) {
        process.printError(endLine(misuse.text()));
        process.print(Usage.text(process.program()));
        return DONE; // Not a mistake: the reference's own usage text ends it so.
    }

    @Override
    public Integer onFailure(Failure failure) {
        printError(failure.text());
        return FAILED;
    }

    private void printError(String text) {
        process.printError(REFERENCE + ": " + text + "\n");
    }

    private void printLines(List<String> lines) {
        for (String line : lines) {
            process.printError(endLine(line));
        }
    }

    private static String endLine(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }

    private static String ownVersion() {
        String version = ProcessCommand.class.getPackage().getImplementationVersion();
        return version == null ? "0 (not packaged)" : version;
    }
}

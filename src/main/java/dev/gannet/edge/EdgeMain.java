package dev.gannet.edge;

import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.config.flag.CommandLineReader;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.ProcessCommand;
import dev.gannet.process.ProcessLog;
import dev.gannet.process.StartFailure;
import dev.gannet.process.log.NatsFormatLog;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the process begins, and the only place where it is ended. */
public final class EdgeMain {
    private static final String NAME = "gannet-edge";
    private static final long LARGE_HEAP_BYTES = 32 << 20;

    private EdgeMain() {}

    public static void main(String[] arguments) {
        OwnProcess process = OwnProcess.current(NAME);
        if (process.isRehearsal()) {
            System.exit(new Rehearsal(process).run());
        }
        System.exit(run(List.of(arguments), process, null));
    }

    /** Returns the exit code. Who rehearses is told when the server is ready. */
    static int run(List<String> arguments, OwnProcess process, @Nullable Rehearsal rehearsal) {
        CommandLineReader reader = new CommandLineReader(System::getenv);
        Supplier<CommandLine> settings = () -> reader.read(arguments);
        var command = new ProcessCommand(process, NAME, run -> serve(run, settings, process, rehearsal));
        return settings.get().dispatch(command);
    }

    private static int serve(Run run, Supplier<CommandLine> again, OwnProcess process, @Nullable Rehearsal rehearsal) {
        try (NatsFormatLog log = ProcessLog.open(run.config().log(), process)) {
            EdgeServer server = EdgeServer.create(run, log);
            return serve(log, rehearsal, server, () -> server.start(again, process));
        } catch (StartFailure e) {
            process.printError(e.getMessage() + "\n"); // There is no log, or the reference's has not begun.
            return ProcessCommand.FAILED;
        }
    }

    /** A large configuration leaves more behind than it is: the system gets that back, for one pause of the start. */
    private static void returnMemory() {
        if (Runtime.getRuntime().totalMemory() > LARGE_HEAP_BYTES) {
            System.gc();
        }
    }

    private interface Start {
        void start() throws StartFailure;
    }

    private static int serve(NatsFormatLog log, @Nullable Rehearsal rehearsal, EdgeServer server, Start start) {
        try {
            start.start();
            returnMemory();
            if (rehearsal != null) {
                rehearsal.play(server);
            }
            server.awaitEnd();
            return ProcessCommand.DONE;
        } catch (StartFailure e) {
            log.fatal(String.valueOf(e.getMessage()));
            return ProcessCommand.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProcessCommand.FAILED;
        }
    }
}

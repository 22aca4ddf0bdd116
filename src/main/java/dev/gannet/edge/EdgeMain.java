package dev.gannet.edge;

import dev.gannet.config.source.CommandLineReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the process begins, and the only place where it is ended. */
public final class EdgeMain {
    private EdgeMain() {}

    public static void main(String[] arguments) {
        EdgeProcess process = EdgeProcess.current();
        if (process.isRehearsal()) {
            System.exit(new Rehearsal(process).run());
        }
        System.exit(run(List.of(arguments), process, null));
    }

    /** Returns the exit code. Who rehearses is told when the server is ready. */
    static int run(List<String> arguments, EdgeProcess process, @Nullable Rehearsal rehearsal) {
        return new CommandLineReader(System::getenv).read(arguments).dispatch(new EdgeCommand(process, rehearsal));
    }
}

package dev.gannet.edge;

import dev.gannet.config.source.CommandLineReader;
import java.util.List;

/** Where the process begins, and the only place where it is ended. */
public final class EdgeMain {
    private EdgeMain() {}

    public static void main(String[] arguments) {
        EdgeProcess process = EdgeProcess.current();
        if (process.isRehearsal()) {
            System.exit(new Rehearsal(process).run());
        }
        CommandLineReader reader = new CommandLineReader(System::getenv);
        System.exit(reader.read(List.of(arguments)).dispatch(new EdgeCommand(process)));
    }
}

package dev.gannet.launch;

import dev.gannet.process.OwnProcess;
import dev.gannet.process.ProcessCommand;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a home of the one file; the start script runs it before the first start. */
public final class HomeMain {
    private HomeMain() {}

    /** The only argument is the folder to make. */
    public static void main(String[] arguments) {
        OwnProcess process = OwnProcess.current("gannet");
        if (arguments.length != 1) {
            process.printError("expected: the folder to make\n");
            System.exit(ProcessCommand.FAILED);
        }
        try {
            new HomeBuilder(Installation.current().jar(), Path.of(arguments[0])).build();
        } catch (IOException e) {
            process.printError("cannot make " + arguments[0] + ": " + e + "\n");
            System.exit(ProcessCommand.FAILED);
        }
    }
}

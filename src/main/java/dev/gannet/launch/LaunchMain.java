package dev.gannet.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.config.flag.HostConfigReader;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.ProcessCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the process begins, and where it is ended. */
public final class LaunchMain {
    private static final String NAME = "gannet";

    private LaunchMain() {}

    public static void main(String[] arguments) {
        OwnProcess process = OwnProcess.current(NAME);
        // What the container prints beside its log; nats-server prints nothing there.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
        if (process.isRehearsal()) {
            System.exit(rehearse(process)); // In the JVM's usual way: it writes the archive then.
        }
        Runtime.getRuntime().halt(run(List.of(arguments), process, null)); // The container's hooks would stop it again.
    }

    private static int rehearse(OwnProcess process) {
        try (Rehearsal rehearsal = Rehearsal.prepare()) {
            return run(rehearsal.arguments(), process, rehearsal);
        } catch (IOException e) {
            process.printError("rehearsal: " + e + "\n");
            return ProcessCommand.FAILED;
        }
    }

    /** Returns the exit code. */
    private static int run(List<String> arguments, OwnProcess process, @Nullable Rehearsal rehearsal) {
        Launch launch = new Launch(process, arguments, rehearsal);
        var command = new ProcessCommand(process, NAME, launch::serve);
        var reader = new HostConfigReader(System::getenv, new ProcessSettings(System::getenv));
        return reader.read(arguments).dispatch(command);
    }
}

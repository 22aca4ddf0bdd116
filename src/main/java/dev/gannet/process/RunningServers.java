package dev.gannet.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers that our start scripts started, found by what it tells them; the reference looks for their name. */
final class RunningServers implements Processes {
    private static final String MARK = "-D" + OwnProcess.PREFIX + "pid=";

    private final long ownPid;

    RunningServers(long ownPid) {
        this.ownPid = ownPid;
    }

    @Override
    public List<Long> servers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ownPid)
                .filter(RunningServers::isServer)
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }

    private static boolean isServer(ProcessHandle process) {
        Optional<String[]> arguments = process.info().arguments();
        return arguments.isPresent() && Stream.of(arguments.get()).anyMatch(argument -> argument.startsWith(MARK));
    }

    /** The JVM knows two signals only; every shell has a kill of its own. */
    @Override
    public @Nullable String send(String signal, long pid) throws SignalFailure {
        if (ProcessHandle.of(pid).isEmpty()) {
            return "no such process";
        }
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0 ? null : "operation not permitted";
        } catch (IOException e) {
            throw new SignalFailure("signals cannot be sent: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignalFailure("interrupted");
        }
    }
}

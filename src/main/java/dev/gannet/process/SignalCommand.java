package dev.gannet.process;

import dev.gannet.base.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code --signal} does: {@code quit}, {@code quit=123}, {@code quit=12*} or {@code quit=/run/server.pid}. Texts and
 * their order are the reference's.
 */
final class SignalCommand {
    private static final Map<String, String> SIGNALS =
            Map.of("stop", "KILL", "quit", "INT", "term", "TERM", "reopen", "USR1", "reload", "HUP", "ldm", "USR2");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final int PID_FILE_BYTES_MAX = 4096;

    private final Processes processes;

    SignalCommand(Processes processes) {
        this.processes = processes;
    }

    void send(String text) throws SignalFailure {
        String[] parts = text.split("=", -1);
        if (parts.length > 2) {
            String rest = String.join(" ", Arrays.asList(parts).subList(2, parts.length));
            throw new SignalFailure("invalid signal parameters: [" + rest + "]");
        }
        send(parts[0], parts.length == 2 ? contentOrSelf(parts[1]) : "");
    }

    private void send(String command, String whose) throws SignalFailure {
        boolean isBeginning = whose.endsWith("*");
        String pid = isBeginning ? whose.substring(0, whose.length() - 1) : whose;
        if (!pid.isEmpty()) {
            requirePid(pid);
        }
        List<Long> pids = pid.isEmpty() || isBeginning ? processes.servers() : List.of(Long.parseLong(pid));
        if (pids.size() > 1 && !isBeginning) {
            throw new SignalFailure("multiple nats-server processes running:" + lines(pids));
        }
        if (pids.isEmpty()) {
            throw new SignalFailure("no nats-server processes running");
        }
        String signal = SIGNALS.get(command);
        if (signal == null) {
            throw new SignalFailure("unknown signal " + Quoted.of(command));
        }
        StringBuilder problems = new StringBuilder();
        for (long each : pids) {
            if (isMeant(Long.toString(each), pid, isBeginning)) {
                String problem = processes.send(signal, each);
                if (problem != null) {
                    problems.append("\nsignal \"" + command + "\" " + each + ": " + problem);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SignalFailure(problems.toString());
        }
    }

    /** Zero and negative numbers are many processes to the operating system: nobody means those. */
    private static void requirePid(String pid) throws SignalFailure {
        if (!NUMBER.matcher(pid).matches() || Long.parseLong(pid) <= 0) {
            throw new SignalFailure("invalid pid: " + pid);
        }
    }

    private static boolean isMeant(String pid, String wanted, boolean isBeginning) {
        return wanted.isEmpty() || pid.equals(wanted) || (isBeginning && pid.startsWith(wanted));
    }

    private static String lines(List<Long> pids) {
        StringBuilder lines = new StringBuilder();
        pids.forEach(pid -> lines.append('\n').append(pid));
        return lines.toString();
    }

    /** Returns what the file of this name says, or the name if there is none that can be read. */
    private static String contentOrSelf(String name) {
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file) || Files.size(file) > PID_FILE_BYTES_MAX) {
                return name;
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            return name;
        }
    }
}

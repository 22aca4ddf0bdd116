package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server in a process of its own: the reference server or the started edge host. It is understood by what it logs,
 * which is the same for both.
 *
 * <p><b>Owner:</b> the test's thread; a thread of its own reads the log and hands it over under this object's lock.
 */
public final class ServerProcess implements RunningServer {
    private static final Pattern CLIENT_PORT = Pattern.compile("Listening for client connections on \\S+:(\\d+)$");
    private static final Pattern MONITORING_PORT = Pattern.compile("Starting https? monitor on \\S+:(\\d+)$");
    private static final String READY = "Server is ready";
    private static final String RELOADED = "Reloaded server configuration";
    /** Long enough for a container on a machine that has much else to do. */
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private static final int LOG_LINES_MAX = 10_000;

    private final Path directory;
    private final Path configurationFile;
    private final Process process;
    private final Thread stopAtExit;
    private final List<String> log = new ArrayList<>();
    private boolean logEnded;

    private ServerProcess(Path directory, Path configurationFile, Process process) {
        this.directory = directory;
        this.configurationFile = configurationFile;
        this.process = process;
        this.stopAtExit = new Thread(process::destroyForcibly);
    }

    /** Starts {@code executable} on loopback; {@code port} -1 is a free one. Returns when clients can connect. */
    public static ServerProcess start(Path executable, String configuration, int port, String... flags)
            throws IOException {
        ServerProcess server = launch(executable, configuration, port, flags);
        try {
            server.awaitLog(READY, 1);
        } catch (IllegalStateException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Starts {@code executable} and returns at once. */
    public static ServerProcess launch(Path executable, String configuration, int port, String... flags)
            throws IOException {
        Path directory = Files.createTempDirectory("gannet-server");
        Path file = Files.writeString(directory.resolve("nats.conf"), fileText(configuration));
        List<String> command = new ArrayList<>(List.of(executable.toString(), "-c", file.toString()));
        command.addAll(List.of("-a", "127.0.0.1", "-p", Integer.toString(port)));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        ServerProcess server = new ServerProcess(directory, file, process);
        Runtime.getRuntime().addShutdownHook(server.stopAtExit);
        Thread reader = new Thread(server::readLog, "log of " + executable.getFileName());
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    @Override
    public int clientPort() {
        return port(CLIENT_PORT);
    }

    @Override
    public int monitoringPort() {
        return port(MONITORING_PORT);
    }

    @Override
    public void reload(String configuration) throws IOException {
        Files.writeString(configurationFile, fileText(configuration));
        int before = countLog(RELOADED);
        signal("HUP");
        awaitLog(RELOADED, before + 1);
    }

    @Override
    public void enterLameDuckMode() throws IOException {
        signal("USR2");
    }

    /** Sends a signal by its name, without SIG. */
    public void signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The directory that the process runs in. It is deleted on close. */
    public Path directory() {
        return directory;
    }

    /** Waits until the process ends by itself, and returns its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(TIMEOUT_NANOS, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("the server is still running:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns what the server has logged so far. */
    public synchronized String log() {
        return String.join("\n", log);
    }

    /** Waits until {@code count} lines of the log contain {@code text}. */
    public synchronized void awaitLog(String text, int count) {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        try {
            while (countLog(text) < count) {
                long remainingMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (logEnded || remainingMillis <= 0) {
                    throw new IllegalStateException("not logged: " + text + "\n" + log());
                }
                wait(remainingMillis);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        awaitExit();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void readLog() {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(this::addToLog);
        } catch (UncheckedIOException | IOException e) {
            addToLog("the log cannot be read: " + e);
        } finally {
            endLog();
        }
    }

    private synchronized void addToLog(String line) {
        if (log.size() < LOG_LINES_MAX) {
            log.add(line);
        }
        notifyAll();
    }

    private synchronized void endLog() {
        logEnded = true;
        notifyAll();
    }

    private synchronized int countLog(String text) {
        return (int) log.stream().filter(line -> line.contains(text)).count();
    }

    private synchronized int port(Pattern pattern) {
        return log.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not logged: " + pattern + "\n" + log()));
    }

    /** The reference server warns of an empty file, so there is always something in it. */
    private static String fileText(String configuration) {
        return "debug: false\n" + configuration;
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the server", e);
    }
}

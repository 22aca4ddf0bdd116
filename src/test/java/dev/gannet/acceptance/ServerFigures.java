package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a server's process has of the machine, as the system and its JVM say.
 *
 * @param heapBytes what is alive, after a full collection
 */
record ServerFigures(long heapBytes, int threads, int descriptors) {
    static ServerFigures of(ServerProcess server) throws IOException {
        Path process = Path.of("/proc", Long.toString(server.pid()));
        long heap = heapBytes(server.pid());
        return new ServerFigures(heap, count(process.resolve("task")), count(process.resolve("fd")));
    }

    /** Returns the most memory that the process has had at a time. */
    static long residentBytesMax(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    private static int count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return (int) entries.count();
        }
    }

    private static long heapBytes(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(List.of(jcmd, Long.toString(pid), "GC.class_histogram"))
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        String total = text.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException(text));
        return Long.parseLong(total.strip().replaceAll(".*\\s", ""));
    }
}

package dev.gannet.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Asks the operating system what this process uses. There is no timer: the share of the processor is taken between two
 * questions that are at least a second apart.
 *
 * <p><b>Owner:</b> any thread, under this object's lock.
 */
public final class OperatingSystemUsage implements ProcessUsage.Source {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

    private final InstantSource clock;
    private Instant since;
    private Duration cpuBefore = Duration.ZERO;
    private double cpuPercent;

    /**
     * Its first window begins when the process had used nothing yet: at its own start, which in a container is long before
     * {@code start}, the server's.
     */
    public OperatingSystemUsage(InstantSource clock, Instant start) {
        this(clock, start, ProcessHandle.current().info());
    }

    OperatingSystemUsage(InstantSource clock, Instant start, ProcessHandle.Info process) {
        this.clock = clock;
        this.since = process.startInstant()
                .filter(processStart -> processStart.isBefore(start))
                .orElse(start);
    }

    @Override
    public synchronized ProcessUsage now() {
        Instant now = clock.instant();
        Duration window = Duration.between(since, now);
        if (window.compareTo(SHORTEST_WINDOW) >= 0) {
            Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(cpuBefore);
            cpuPercent = Math.floor(1000.0 * cpu.minus(cpuBefore).toNanos() / window.toNanos()) / 10;
            cpuBefore = cpu;
            since = now;
        }
        return new ProcessUsage(residentBytes(), cpuPercent);
    }

    private static long residentBytes() {
        try {
            if (Files.exists(STATUS)) {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith("VmRSS:")) {
                        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            }
        } catch (IOException e) {
            return heapBytes(); // Not this kind of Linux after all.
        }
        return heapBytes();
    }

    /** Where the system does not say: what the heap takes is at least the order of it. */
    private static long heapBytes() {
        return Runtime.getRuntime().totalMemory();
    }
}

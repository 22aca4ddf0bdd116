package dev.gannet.store.directory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much all streams together may hold where nobody says how much. Pure functions, but for what the machine has.
 */
public final class StoreSizes {
    /** What a disk is taken for that does not say what is free on it. */
    private static final long UNKNOWN_DISK_BYTES = 1L << 40;

    private StoreSizes() {}

    /** Three quarters of the memory of the machine, or of the heap where that is less: streams in memory are on it (CF-157). */
    public static long memoryBytes() {
        long heap = Runtime.getRuntime().maxMemory();
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? threeQuarters(Math.min(system.getTotalMemorySize(), heap))
                : threeQuarters(heap);
    }

    /**
     * Three quarters of what is free and of what streams hold already, so that it is as much after a restart (CF-158,
     * RL-2169).
     */
    public static long storeBytes(Path directory, long storedBytes) {
        try {
            long usable = Files.getFileStore(directory).getUsableSpace();
            return threeQuarters(usable) + threeQuarters(storedBytes);
        } catch (IOException e) {
            return UNKNOWN_DISK_BYTES;
        }
    }

    private static long threeQuarters(long bytes) {
        return bytes / 4 * 3;
    }
}

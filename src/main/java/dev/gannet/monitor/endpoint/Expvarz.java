package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * {@code /debug/vars}: the memory of the process under the names that tools know from the reference, as far as a JVM has
 * the same. The command line is the program's name alone: arguments may be secrets.
 */
public record Expvarz(
        @JsonProperty("cmdline") List<String> commandLine,
        @JsonProperty("memstats") Memory memory) {

    record Memory(
            @JsonProperty("Alloc") long allocated,
            @JsonProperty("Sys") long system,
            @JsonProperty("HeapAlloc") long heapAllocated,
            @JsonProperty("HeapSys") long heapSystem,
            @JsonProperty("HeapIdle") long heapIdle,
            @JsonProperty("HeapInuse") long heapInUse,
            @JsonProperty("PauseTotalNs") long pauseNanos,
            @JsonProperty("NumGC") long collections) {}

    public static Expvarz now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage rest = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        Memory memory = new Memory(
                heap.getUsed(),
                heap.getCommitted() + rest.getCommitted(),
                heap.getUsed(),
                heap.getCommitted(),
                heap.getCommitted() - heap.getUsed(),
                heap.getUsed(),
                millis * 1_000_000,
                collections);
        return new Expvarz(List.of("gannet"), memory);
    }
}

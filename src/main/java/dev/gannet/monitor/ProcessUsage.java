package dev.gannet.monitor;

/**
 * What the process uses of the machine.
 *
 * @param residentBytes memory that is really there
 * @param cpuPercent of one core, over the last second or more
 */
public record ProcessUsage(long residentBytes, double cpuPercent) {
    /** Measures the process. Any thread may ask. */
    public interface Source {
        ProcessUsage now();
    }
}

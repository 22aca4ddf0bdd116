package dev.gannet.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperatingSystemUsageTest {
    @Test // MO-45: a server in a process that had worked for an hour before
    void shouldMeasureFromTheStartOfTheProcess() {
        // given
        ProcessHandle.Info process = ProcessHandle.current().info();
        Instant processStart = process.startInstant().orElseThrow();
        Instant serverStart = processStart.plus(Duration.ofHours(1));

        // when it is asked two seconds after the server's start
        var usage = new OperatingSystemUsage(() -> serverStart.plusSeconds(2), serverStart, process);

        // then what was used is the share of an hour, not of two seconds
        double share = 100.0
                * process.totalCpuDuration().orElseThrow().toNanos()
                / Duration.ofHours(1).toNanos();
        assertThat(usage.now().cpuPercent()).isBetween(0.0, 2 * share + 1);
        assertThat(usage.now().residentBytes()).isPositive();
    }
}

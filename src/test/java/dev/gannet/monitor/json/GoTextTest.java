package dev.gannet.monitor.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoTextTest {
    @Test
    void shouldLeaveOutZerosAtTheEndOfATime() {
        assertThat(GoText.time(Instant.parse("2026-11-21T11:44:00.928044505Z")))
                .isEqualTo("2026-11-21T11:44:00.928044505Z");
        assertThat(GoText.time(Instant.parse("2026-11-21T11:44:00.05Z"))).isEqualTo("2026-11-21T11:44:00.05Z");
        assertThat(GoText.time(Instant.parse("2026-11-21T11:44:00Z"))).isEqualTo("2026-11-21T11:44:00Z");
    }

    @Test
    void shouldWriteAnUptimeFromItsLargestUnitOn() {
        // MO-99
        assertThat(GoText.uptime(Duration.ofMillis(999))).isEqualTo("0s");
        assertThat(GoText.uptime(Duration.ofSeconds(245))).isEqualTo("4m5s");
        assertThat(GoText.uptime(Duration.ofHours(3))).isEqualTo("3h0m0s");
        assertThat(GoText.uptime(Duration.ofDays(2).plusSeconds(5))).isEqualTo("2d0h0m5s");
        assertThat(GoText.uptime(Duration.ofDays(365 + 2).plusMinutes(61))).isEqualTo("1y2d1h1m0s");
    }

    @Test
    void shouldWriteARoundTripAsADuration() {
        // MO-100
        assertThat(GoText.roundTrip(0)).isEqualTo("0s");
        assertThat(GoText.roundTrip(999)).isEqualTo("999ns");
        assertThat(GoText.roundTrip(498_765)).isEqualTo("498µs");
        assertThat(GoText.roundTrip(1_234_500)).isEqualTo("1.2345ms");
        assertThat(GoText.roundTrip(1_500_000_000)).isEqualTo("1.5s");
        assertThat(GoText.roundTrip(62_000_000_000L)).isEqualTo("1m2s");
        assertThat(GoText.roundTrip(3_600_000_000_000L)).isEqualTo("1h0m0s");
    }
}

package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class LogTimeTest {
    private static final DateTimeFormatter EXPECTED = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS ");

    @Test
    void shouldRenderUtcWithoutAZone() {
        // CF-233, CF-14
        var time = new LogTime(null);

        assertThat(render(time, Instant.parse("2026-11-21T11:28:42.123456789Z")))
                .isEqualTo("2026/11/21 11:28:42.123456 ");
    }

    @Test
    void shouldFollowTheZoneThroughAChangeOfItsOffset() {
        // given a second before and at the end of summer time
        var time = new LogTime(TimeZone.getTimeZone("Europe/Berlin"));

        assertThat(render(time, Instant.parse("2026-10-25T00:59:59Z"))).isEqualTo("2026/10/25 02:59:59.000000 ");
        assertThat(render(time, Instant.parse("2026-10-25T01:00:00Z"))).isEqualTo("2026/10/25 02:00:00.000000 ");
    }

    @Test
    void shouldAgreeWithTheJdkInAnyZoneAtAnyTime() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String[] zones = TimeZone.getAvailableIDs();
        for (int i = 0; i < 2000; i++) {
            // given a zone (until 2034: beyond 2037 the JDK's two zone tables differ) and two times that may share
            // their second, day or quarter of an hour
            String zone = zones[random.nextInt(zones.length)];
            var time = new LogTime(TimeZone.getTimeZone(zone));
            Instant first = Instant.ofEpochSecond(1_500_000_000L + random.nextInt(1 << 29), random.nextInt(1 << 29));
            Instant second = first.plusSeconds(random.nextInt(4000)).plusNanos(random.nextInt(1 << 29));

            for (Instant instant : new Instant[] {first, second}) {
                assertThat(render(time, instant))
                        .as("seed %d, zone %s, time %s", seed, zone, instant)
                        .isEqualTo(EXPECTED.format(instant.atZone(
                                ZoneId.of(TimeZone.getTimeZone(zone).toZoneId().getId()))));
            }
        }
    }

    @Test
    void shouldNameABackupWithNanoseconds() {
        // CF-237
        var time = new LogTime(null);

        assertThat(time.backupSuffix(Instant.parse("2026-11-21T11:42:09.000886534Z")))
                .isEqualTo("2026.11.21.11.42.09.000886534");
    }

    private static String render(LogTime time, Instant instant) {
        byte[] line = new byte[LogTime.LENGTH];
        assertThat(time.render(instant, line, 0)).isEqualTo(LogTime.LENGTH);
        return new String(line, US_ASCII);
    }
}

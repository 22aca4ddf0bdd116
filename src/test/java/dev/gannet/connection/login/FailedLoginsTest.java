package dev.gannet.connection.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.config.limit.LoginLimitsConfig;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private static final LoginLimitsConfig LIMITS =
            new LoginLimitsConfig(100, 5, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMillis(800));
    private static final String HOST = "192.0.2.1";

    private final TurnedClock clock = new TurnedClock();
    private final FailedLogins failed = new FailedLogins(clock);

    @Test
    void shouldAnswerLaterAndLaterAfterTooManyFailures() {
        // given so many failures as are allowed
        assertThat(delayMillis(HOST)).isZero();
        for (int i = 0; i < 4; i++) {
            failed.failed(LIMITS, HOST);
            assertThat(delayMillis(HOST)).isZero();
        }

        // then each further one doubles the time, up to its bound
        for (int expected : new int[] {100, 200, 400, 800, 800, 800}) {
            failed.failed(LIMITS, HOST);
            assertThat(delayMillis(HOST)).isEqualTo(expected);
        }

        // and nobody else has to wait
        assertThat(delayMillis("192.0.2.2")).isZero();
    }

    @Test
    void shouldForgetFailuresOneByOne() {
        // given an attack that has gone on for long
        for (int i = 0; i < 10_000; i++) {
            failed.failed(LIMITS, HOST);
        }
        assertThat(delayMillis(HOST)).isEqualTo(800);

        // when nobody fails, then a login waits less and less: one failure is forgotten in two seconds
        clock.advance(Duration.ofSeconds(4));
        assertThat(delayMillis(HOST)).isEqualTo(200);
        clock.advance(Duration.ofSeconds(4));
        assertThat(delayMillis(HOST)).isZero();

        // and all are forgotten in the time in which they count
        clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 4; i++) {
            failed.failed(LIMITS, HOST);
        }
        assertThat(delayMillis(HOST)).isZero();
    }

    @Test
    void shouldTakeANetworkOfIpv6ForOneAddress() {
        // given
        for (int i = 0; i < 5; i++) {
            failed.failed(LIMITS, "2001:db8:1:2::" + i);
        }

        // then
        assertThat(delayMillis("2001:db8:1:2:ffff::1")).isEqualTo(100);
        assertThat(delayMillis("2001:db8:1:3::1")).isZero();
    }

    @Test
    void shouldSayItOnceForAnAddressAndTime() {
        // given
        int lines = 0;
        String said = "";

        // when somebody fails a hundred times a second for twenty seconds
        for (int i = 0; i < 2000; i++) {
            String line = failed.failed(LIMITS, HOST);
            if (line != null) {
                lines++;
                said = line;
            }
            clock.advance(Duration.ofMillis(10));
        }

        // then
        assertThat(lines).isEqualTo(2);
        assertThat(said).isEqualTo("Logins from 192.0.2.1 are answered later: 5 have failed within 10s");
    }

    @Test
    void shouldRememberSoManyAddressesAndNoMore() {
        // given an attacker, and then others from very many addresses
        attack("198.51.100.1");
        for (int i = 0; i < FailedLogins.ADDRESSES_MAX + 1; i++) {
            attack("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }

        // then those that failed last are remembered
        assertThat(delayMillis("198.51.100.1")).isZero();
        assertThat(delayMillis("10.0.16.0")).isPositive();
    }

    @Test
    void shouldDelayNobodyIfItIsOff() {
        // given
        LoginLimitsConfig off = new LoginLimitsConfig(
                100, LoginLimitsConfig.UNLIMITED, LIMITS.within(), LIMITS.delay(), LIMITS.delayMax());

        // when
        for (int i = 0; i < 1000; i++) {
            assertThat(failed.failed(off, HOST)).isNull();
        }

        // then
        assertThat(failed.delayNanos(off, HOST)).isZero();
    }

    private void attack(String host) {
        for (int i = 0; i < 6; i++) {
            failed.failed(LIMITS, host);
        }
    }

    private long delayMillis(String host) {
        return Duration.ofNanos(failed.delayNanos(LIMITS, host)).toMillis();
    }

    /** A clock that is turned by hand. */
    private static final class TurnedClock implements Clock {
        private Duration since = Duration.ofHours(1);

        void advance(Duration time) {
            since = since.plus(time);
        }

        @Override
        public long nanoTime() {
            return since.toNanos();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(since);
        }
    }
}

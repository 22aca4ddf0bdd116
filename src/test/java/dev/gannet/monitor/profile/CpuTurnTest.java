package dev.gannet.monitor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTurnTest {
    private final CpuTurn turn = new CpuTurn();

    @Test
    void shouldBeOneAtATime() {
        assertThat(turn.take(Long.MIN_VALUE, 10)).isTrue();
        assertThat(turn.take(Long.MIN_VALUE + 9, 10)).isFalse();
        assertThat(turn.take(Long.MIN_VALUE + 10, 10)).isTrue();
    }

    @Test
    void shouldOutlastTheEndOfTheClocksNumbers() {
        assertThat(turn.take(Long.MAX_VALUE, 10)).isTrue();
        assertThat(turn.take(Long.MIN_VALUE, 10)).isFalse();
        assertThat(turn.take(Long.MIN_VALUE + 9, 10)).isTrue();
    }
}

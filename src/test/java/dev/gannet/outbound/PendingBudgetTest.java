package dev.gannet.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import org.junit.jupiter.api.Test;

class PendingBudgetTest {
    private final PendingBudget budget = new PendingBudget(1_000);
    private final Staging staging = new Staging(0);

    @Test
    void shouldGiveUpWhoHasMoreThanAnEqualShareWhenTooMuchWaits() {
        // given a peer that is far behind and one that is a little behind, with as much as may wait between them
        FakeSink far = new FakeSink();
        FakeSink little = new FakeSink();
        Outbox behind = outbox(far);
        Outbox fine = outbox(little);
        flush(behind, 900);
        flush(fine, 100);

        // when each is sent more
        flush(fine, 1);
        assertThat(little.failures()).isEmpty();
        flush(behind, 1);

        // then the first is given up, and there is room again
        assertThat(far.failures()).containsExactly(OutboxFailure.PENDING_BYTES_OF_ALL);
        assertThat(little.failures()).isEmpty();
        assertThat(budget.bytes()).isEqualTo(101);
        flush(fine, 800);
        assertThat(little.failures()).isEmpty();
    }

    @Test
    void shouldLetTheOnlyOneHaveEverything() {
        FakeSink sink = new FakeSink();
        Outbox outbox = outbox(sink);
        flush(outbox, 1_000);
        assertThat(sink.failures()).isEmpty();
        flush(outbox, 1);
        assertThat(sink.failures()).containsExactly(OutboxFailure.PENDING_BYTES_OF_ALL);
    }

    @Test
    void shouldCountWhatWaitsAndNothingElse() {
        // given bytes that wait for two peers
        FakeSink one = new FakeSink();
        FakeSink other = new FakeSink();
        Outbox first = outbox(one);
        Outbox second = outbox(other);
        flush(first, 300);
        flush(second, 200);
        assertThat(budget.bytes()).isEqualTo(500);

        // when some are sent, one by one, and one peer goes
        one.take(100);
        first.drain(staging);
        assertThat(budget.bytes()).isEqualTo(400);
        second.close();
        assertThat(budget.bytes()).isEqualTo(200);
        one.take(Long.MAX_VALUE);
        first.drain(staging);

        // then nothing waits, and what a socket takes at once is not counted
        assertThat(budget.bytes()).isZero();
        flush(first, 5_000);
        assertThat(budget.bytes()).isZero();
        second.close();
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void shouldStayBelowTwiceTheBoundWhoeverIsBehind() {
        // given a hundred peers that read nothing
        Outbox[] outboxes = new Outbox[100];
        for (int i = 0; i < outboxes.length; i++) {
            outboxes[i] = outbox(new FakeSink());
        }

        // when they are sent more and more, each at another pace
        long most = 0;
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < outboxes.length; i++) {
                flush(outboxes[i], 1 + i % 7);
                most = Math.max(most, budget.bytes());
            }
        }

        // then
        assertThat(most).isGreaterThan(1_000).isLessThanOrEqualTo(2_000);
    }

    private Outbox outbox(FakeSink sink) {
        sink.take(0);
        return new Outbox(1, 1 << 20, budget, sink);
    }

    private void flush(Outbox outbox, int length) {
        Chunk chunk = Chunk.allocate(ChunkPool.LARGE);
        chunk.append("x".repeat(length).getBytes(ISO_8859_1));
        outbox.flush(chunk, staging);
    }
}

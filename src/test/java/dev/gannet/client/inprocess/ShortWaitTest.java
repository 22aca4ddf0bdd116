package dev.gannet.client.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShortWaitTest {
    private static final long STEP_NANOS = 1_000;

    private final AtomicLong looks = new AtomicLong();
    private final CompletableFuture<String> never = new CompletableFuture<>();

    /** Time goes on by a microsecond each time somebody looks. */
    private long now() {
        return looks.incrementAndGet() * STEP_NANOS;
    }

    private long looksFor(ShortWait shortWait, CompletableFuture<String> future) {
        long before = looks.get();
        shortWait.await(future::isDone);
        return looks.get() - before;
    }

    @Test
    void shouldLookForAMomentOnly() {
        assertThat(looksFor(new ShortWait(this::now, 2), never)).isBetween(20L, 40L);
    }

    @Test
    void shouldLookSeldomWhenThatIsInVain() {
        ShortWait shortWait = new ShortWait(this::now, 2);
        for (int i = 0; i < 8; i++) {
            assertThat(looksFor(shortWait, never)).isPositive();
        }
        long often = 0;
        for (int i = 0; i < 640; i++) {
            often += looksFor(shortWait, never) > 0 ? 1 : 0;
        }
        assertThat(often).isEqualTo(10);
    }

    @Test
    void shouldLookAgainOnceItHelped() {
        ShortWait shortWait = new ShortWait(this::now, 2);
        CompletableFuture<String> done = CompletableFuture.completedFuture("");
        for (int i = 0; i < 64; i++) {
            shortWait.await(never::isDone);
        }
        shortWait.await(done::isDone);
        assertThat(looksFor(shortWait, never)).isPositive();
    }

    @Test
    void shouldNotLookWhereNobodyElseCouldRunMeanwhile() {
        assertThat(looksFor(new ShortWait(this::now, 1), never)).isZero();
    }
}

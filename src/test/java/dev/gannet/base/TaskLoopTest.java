package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TaskLoopTest {
    private static final long WAIT_SECONDS = 30;

    /** Counts by a field that nothing guards but the loop itself. */
    private static final class CountingLoop extends TaskLoop {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger interruptions = new AtomicInteger();
        private final AtomicReference<String> broken = new AtomicReference<>("");
        private final CountDownLatch manyTurns = new CountDownLatch(200);
        private long nextNanos = Long.MAX_VALUE;
        private int count;
        private int turns;

        @Override
        protected void begin() {
            if (inside.incrementAndGet() != 1) {
                broken.set("two at a time");
            }
        }

        @Override
        protected void perform(Runnable task) {
            task.run();
        }

        @Override
        protected long end() {
            turns++;
            manyTurns.countDown();
            inside.decrementAndGet();
            return nextNanos;
        }

        @Override
        protected void interrupted() {
            interruptions.incrementAndGet();
        }
    }

    private static Thread start(CountingLoop loop) {
        Thread thread = new Thread(loop, "loop");
        thread.start();
        return thread;
    }

    @Test
    void oneThingIsDoneAtATimeAndInOrderWhoeverDoesIt() throws Exception {
        CountingLoop loop = new CountingLoop();
        start(loop);
        int each = 50_000;
        List<Thread> threads = new ArrayList<>();
        List<String> disorder = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int[] last = {-1};
            boolean mayDoIt = i > 0;
            Thread thread = new Thread(() -> {
                for (int n = 0; n < each; n++) {
                    int number = n;
                    Runnable task = () -> {
                        loop.count++;
                        if (last[0] != number - 1) {
                            disorder.add(number + " behind " + last[0]);
                        }
                        last[0] = number;
                    };
                    if (mayDoIt && n % 3 != 0) {
                        loop.doOrPost(task);
                    } else {
                        loop.post(task);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        loop.stop();
        assertThat(loop.broken.get()).isEmpty();
        assertThat(disorder).isEmpty();
        assertThat(loop.count).isEqualTo(3 * each);
    }

    @Test
    void whatIsShortIsDoneByWhoComesWithIt() throws Exception {
        CountingLoop loop = new CountingLoop(); // Its thread never begins.
        AtomicReference<Thread> doer = new AtomicReference<>();
        loop.doOrPost(() -> doer.set(Thread.currentThread()));
        assertThat(doer.get()).isSameAs(Thread.currentThread());
        assertThat(loop.turns).isEqualTo(1);
    }

    @Test
    void whatComesWithinATaskIsDoneBehindIt() throws Exception {
        CountingLoop loop = new CountingLoop();
        List<String> order = new ArrayList<>();
        loop.doOrPost(() -> {
            loop.doOrPost(() -> order.add("second"));
            order.add("first");
        });
        start(loop);
        loop.stop();
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void theThreadWakesUpForATimeThatSomebodyElseHasSet() throws Exception {
        CountingLoop loop = new CountingLoop();
        CountDownLatch began = new CountDownLatch(1);
        start(loop);
        loop.post(began::countDown);
        assertThat(began.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        loop.doOrPost(() -> loop.nextNanos = TimeUnit.MICROSECONDS.toNanos(10));
        // Without that it would sleep for up to a second before each.
        assertThat(loop.manyTurns.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        loop.stop();
    }

    @Test
    void anInterruptionEndsNothing() throws Exception {
        CountingLoop loop = new CountingLoop();
        Thread thread = start(loop);
        thread.interrupt();
        CountDownLatch done = new CountDownLatch(1);
        loop.post(done::countDown);
        assertThat(done.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        assertThat(loop.interruptions.get()).isPositive();
    }
}

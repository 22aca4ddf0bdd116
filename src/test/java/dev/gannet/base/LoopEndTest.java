package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class LoopEndTest {
    private static final long NEVER = Long.MAX_VALUE;

    /** Goes on after what fails, as loops do. */
    private static final class Loop extends TaskLoop {
        private final List<String> failures = new CopyOnWriteArrayList<>();

        @Override
        protected void begin() {}

        @Override
        protected void perform(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }

        @Override
        protected long end() {
            return NEVER;
        }

        @Override
        protected void interrupted() {}
    }

    private final Loop loop = new Loop();
    private final Thread thread = new Thread(loop, "loop");
    private final LoopEnd end = new LoopEnd(loop);

    @Test
    void shouldNotWaitForWhatHasFailed() throws Exception {
        thread.start();
        assertThatThrownBy(() -> end.await(done -> {
                    throw new NoClassDefFoundError("dev/gannet/Gone");
                }))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("dev/gannet/Gone");
        end.await(done -> done.complete(true));
        end.stop();
        thread.join();
        assertThat(loop.failures).containsExactly("dev/gannet/Gone");
    }

    @Test
    void shouldEndTheLoopThoughItsCallerIsInterrupted() throws Exception {
        thread.start();
        Thread.currentThread().interrupt();
        end.stop();
        assertThat(Thread.interrupted()).isTrue();
        thread.join();
    }
}

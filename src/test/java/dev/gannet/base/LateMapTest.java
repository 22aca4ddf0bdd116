package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LateMapTest {
    private final LateMap<String, Integer> map = new LateMap<>();

    @Test
    void shouldBeReadAndClearedBeforeItHasAnything() {
        // when
        map.seen().keySet().retainAll(Set.of("a"));
        Integer removed = map.seen().remove("a");

        // then
        assertThat(removed).isNull();
        assertThat(map.seen()).isEmpty();
    }

    @Test
    void shouldKeepWhatIsPut() {
        // when
        map.open().put("a", 1);
        map.open().put("b", 2);
        map.seen().keySet().retainAll(Set.of("b"));

        // then
        assertThat(map.seen()).isEqualTo(Map.of("b", 2));
    }

    @Test
    void shouldLoseNothingWhenSeveralBegin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                LateMap<Integer, Integer> shared = new LateMap<>();
                CyclicBarrier start = new CyclicBarrier(4);

                // when
                List<Future<?>> all = IntStream.range(0, 4)
                        .<Future<?>>mapToObj(i -> threads.submit(() -> {
                            start.await();
                            return shared.open().put(i, i);
                        }))
                        .toList();
                for (Future<?> one : all) {
                    one.get();
                }

                // then
                assertThat(shared.seen()).hasSize(4);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}

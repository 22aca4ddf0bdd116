package dev.gannet.jetstream.delivery.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterIndexTest {
    private static final String[] TOKENS = {"a", "b", "cc", "*"};

    @Test
    void shouldFindTheFiltersThatMatchAndForgetThoseThatAreGone() {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FilterIndex<String> index = new FilterIndex<>();
        List<String> filters = new ArrayList<>();

        for (int i = 0; i < 2000; i++) {
            // when
            String filter = filter(random);
            if (filters.remove(filter)) {
                index.remove(filter);
            } else {
                filters.add(filter);
                assertThat(index.get(filter, () -> filter)).isEqualTo(filter);
            }

            // then
            String subject = literal(random);
            assertThat(index.match(subject.getBytes(ISO_8859_1)))
                    .as("seed %d, subject %s", seed, subject)
                    .containsExactlyInAnyOrderElementsOf(filters.stream()
                            .filter(known -> Subjects.matches(known, subject))
                            .toList());
        }
        filters.forEach(index::remove);
        assertThat(index.isEmpty()).isTrue();
    }

    private static String filter(Random random) {
        StringBuilder filter = new StringBuilder(TOKENS[random.nextInt(TOKENS.length)]);
        for (int i = random.nextInt(3); i > 0; i--) {
            filter.append('.').append(TOKENS[random.nextInt(TOKENS.length)]);
        }
        return random.nextInt(4) == 0 ? filter + ".>" : filter.toString();
    }

    private static String literal(Random random) {
        StringBuilder subject = new StringBuilder(TOKENS[random.nextInt(TOKENS.length - 1)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            subject.append('.').append(TOKENS[random.nextInt(TOKENS.length - 1)]);
        }
        return subject.toString();
    }
}

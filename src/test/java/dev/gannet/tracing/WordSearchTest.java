package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.Chunk;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordSearchTest {
    private static final String[] WORDS = {"Nats-Trace-Dest:", "traceparent:", "abcdefgh", "aabbaacc"};
    private static final int BEFORE = 40;

    @Test
    void shouldFindAWordAtEveryPlaceOfEveryLength() {
        for (String word : WORDS) {
            WordSearch search = WordSearch.exactly(word);
            for (int before = 0; before < 50; before++) {
                for (int after = 0; after < 20; after++) {
                    // given
                    String text = ".".repeat(before) + word + ".".repeat(after);

                    // then
                    assertThat(find(search, text)).as(text).isTrue();
                    assertThat(find(search, text.substring(0, before + word.length() - 1)))
                            .as("cut: " + text)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void shouldAgreeWithStringSearch() {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String word = WORDS[random.nextInt(WORDS.length)];
            String text = pieces(random, word);

            // then
            assertThat(find(WordSearch.exactly(word), text))
                    .as("seed %d: %s in %s", seed, word, text)
                    .isEqualTo(text.contains(word));
        }
    }

    @Test
    void shouldFindAWordInAnyCase() {
        WordSearch search = WordSearch.inAnyCase("traceparent:");
        assertThat(find(search, "NATS/1.0\r\nTraceParent: 00\r\n")).isTrue();
        assertThat(find(search, "TRACEPARENT:")).isTrue();
        assertThat(find(search, "traceparent")).isFalse();
        assertThat(find(search, "trace-parent:")).isFalse();
    }

    @Test
    void shouldSeeNothingBeyondThePiece() {
        // given a word that lies across the beginning and one across the end
        Chunk in = Chunk.allocate(64);
        in.append("Nats-Trace-Dest:.....Nats-Trace-Dest:".getBytes(ISO_8859_1));

        // then
        WordSearch search = WordSearch.exactly("Nats-Trace-Dest:");
        assertThat(search.find(in, 1, 35)).isFalse();
        assertThat(search.find(in, 1, 36)).isTrue();
        assertThat(search.find(in, 0, 16)).isTrue();
        assertThat(search.find(in, 0, 0)).isFalse();
    }

    @Test
    void shouldRefuseWordsThatItCannotFind() {
        assertThatThrownBy(() -> WordSearch.exactly("seven.."))
                .hasMessageContaining("seven.. (expected: 8 to 32 bytes)");
        assertThatThrownBy(() -> WordSearch.exactly("x".repeat(33))).hasMessageContaining("(expected: 8 to 32 bytes)");
        assertThatThrownBy(() -> WordSearch.exactly("aaaabcde-aaaa"))
                .hasMessageContaining("no four of its bytes twice");
    }

    /** Random text made of the word's own pieces, so that much of it looks like the word. */
    private static String pieces(Random random, String word) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(100);
        while (text.length() < length) {
            int from = random.nextInt(word.length());
            String piece = word.substring(from, from + random.nextInt(word.length() - from) + 1);
            text.append(random.nextInt(8) == 0 ? piece.toUpperCase(Locale.ROOT) : piece);
        }
        return text.toString();
    }

    private static boolean find(WordSearch search, String text) {
        Chunk in = Chunk.allocate(BEFORE + text.length());
        in.append(("#".repeat(BEFORE) + text).getBytes(ISO_8859_1));
        return search.find(in, BEFORE, text.length());
    }
}

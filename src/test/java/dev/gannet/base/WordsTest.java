package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void shouldPutTheFirstByteLowestAndFillUpWithZeros() {
        assertThat(Words.of(new byte[] {1, 2, 3})).containsExactly(0x030201L);
        assertThat(Words.of(new byte[] {(byte) 0xff, 0, 0, 0, 0, 0, 0, (byte) 0x80, 7}))
                .containsExactly(0x80000000000000ffL, 7);
        assertThat(Words.of(new byte[0])).isEmpty();
    }

    @Test
    void shouldBeWhatAChunkReads() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 1; length < 40; length++) {
            // given
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            Chunk chunk = Chunk.allocate(length);
            chunk.append(bytes);

            // when
            long[] words = Words.of(bytes);

            // then
            for (int i = 0; i < words.length; i++) {
                assertThat(chunk.longAt(i * 8)).isEqualTo(words[i]);
            }
        }
    }

    @Test
    void shouldMaskTheBytesThatCount() {
        assertThat(Words.lastMask(1)).isEqualTo(0xffL);
        assertThat(Words.lastMask(7)).isEqualTo(0x00ffffffffffffffL);
        assertThat(Words.lastMask(8)).isEqualTo(-1L);
        assertThat(Words.lastMask(9)).isEqualTo(0xffL);
        assertThat(Words.lastMask(16)).isEqualTo(-1L);
    }
}

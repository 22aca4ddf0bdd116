package dev.gannet.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkTest {
    @Test
    void shouldCountWhatIsWrittenAndNotYetRead() {
        // given
        Chunk chunk = Chunk.allocate(10);

        // when
        chunk.append(bytes("abcdef"));
        chunk.read = 2;

        // then
        assertThat(chunk.length()).isEqualTo(4);
        assertThat(chunk.room()).isEqualTo(4);
        assertThat(chunk.capacity()).isEqualTo(10);
    }

    @Test
    void shouldForgetItsBytesAndItsCounters() {
        // given
        Chunk chunk = Chunk.allocate(10);
        chunk.append(bytes("abc"));
        chunk.read = 1;
        chunk.messages = 2;
        chunk.messageBytes = 3;

        // when
        chunk.reset();

        // then
        assertThat(chunk.length()).isZero();
        assertThat(chunk.room()).isEqualTo(10);
        assertThat(chunk.messages).isZero();
        assertThat(chunk.messageBytes).isZero();
    }

    @Test
    void shouldReadWordsWithTheFirstByteLowest() {
        // given
        Chunk chunk = Chunk.allocate(8);
        chunk.append(bytes("PUB foo "));

        // then
        assertThat(chunk.intAt(0)).isEqualTo('P' | 'U' << 8 | 'B' << 16 | ' ' << 24);
        assertThat(chunk.longAt(0)).isEqualTo(Words.of(bytes("PUB foo "))[0]);
        assertThat(chunk.byteAt(4)).isEqualTo((byte) 'f');
    }

    @Test
    void shouldLetWholeWordsPassItsEnd() {
        // given a chunk that is full
        Chunk chunk = Chunk.allocate(3);
        chunk.append(bytes("abc"));

        // when a word is put at its last byte, and read from there
        chunk.putLong(2, 0x6867666564636261L);

        // then nothing breaks
        assertThat(chunk.longAt(2)).isEqualTo(0x6867666564636261L);
        assertThat(chunk.bytes(0, 3)).isEqualTo(bytes("aba"));
    }

    @Test
    void shouldCopyExactlyTheseBytesWhateverTheLength() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] source = new byte[300];
        random.nextBytes(source);
        for (int length = 0; length <= 200; length++) {
            // given two chunks without a byte to spare
            int from = random.nextInt(source.length - length + 1);
            int to = random.nextInt(9);
            Chunk in = Chunk.allocate(source.length);
            in.append(source);
            Chunk out = Chunk.allocate(to + length);

            // when
            out.written = to;
            out.append(in, from, length);

            // then
            assertThat(out.bytes(to, length)).isEqualTo(Arrays.copyOfRange(source, from, from + length));
            assertThat(out.room()).isZero();
            assertThat(in.bytes(0, source.length)).isEqualTo(source);
        }
    }

    @Test
    void shouldReachAllMemoryAgainAfterASystemCall() {
        // given a call that took a part
        Chunk chunk = Chunk.allocate(8);
        chunk.append(bytes("abcdefgh"));
        ByteBuffer memory = chunk.forWrite(2, 6);
        assertThat(memory.remaining()).isEqualTo(4);
        memory.position(5);

        // when
        int stopped = chunk.done();

        // then it says how far the call came, and the limits of the call are gone
        assertThat(stopped).isEqualTo(5);
        assertThat(chunk.byteAt(7)).isEqualTo((byte) 'h');
        chunk.putLong(8, 1);
    }

    @Test
    void shouldOfferARangeToBeFilled() {
        // given
        Chunk chunk = Chunk.allocate(8);

        // when a call fills two of four bytes
        chunk.forRead(2, 6).put(bytes("xy"));

        // then
        assertThat(chunk.done()).isEqualTo(4);
        assertThat(chunk.bytes(2, 2)).isEqualTo(bytes("xy"));
    }

    @Test
    void shouldCopyOutToAnyOffset() {
        // given
        Chunk chunk = Chunk.allocate(4);
        chunk.append(bytes("abcd"));
        byte[] target = bytes("......");

        // when
        chunk.copyOut(1, target, 2, 3);

        // then
        assertThat(target).isEqualTo(bytes("..bcd."));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}

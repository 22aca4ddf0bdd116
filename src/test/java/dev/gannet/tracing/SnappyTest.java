package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SnappyTest {
    @Test
    void shouldBeReadAsTheFormatSays() {
        // given texts that repeat much, little, and over the bounds of blocks and copies
        String json = "{\"type\":\"eg\",\"kind\":0,\"cid\":12,\"name\":\"sub\"},";
        String[] texts = {"", "a", "abcd", "aaaaaaaaaaaa", json, json.repeat(50), json.repeat(5_000), "ab".repeat(70)};

        // then
        for (String text : texts) {
            byte[] data = text.getBytes(ISO_8859_1);
            assertThat(unpack(Snappy.frames(data))).as("%d bytes", data.length).isEqualTo(data);
        }
        assertThat(Snappy.frames(json.repeat(50).getBytes(ISO_8859_1)).length).isLessThan(300);
    }

    @Test
    void shouldKeepWhatDoesNotRepeat() {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] data = new byte[random.nextInt(70_000)];
            random.nextBytes(data);
            Arrays.fill(data, data.length / 2, data.length / 2 + random.nextInt(data.length / 4 + 1), (byte) 7);

            // then
            assertThat(unpack(Snappy.frames(data))).as("seed %d", seed).isEqualTo(data);
        }
    }

    /** Reads the framing format, checking each sum. */
    private static byte[] unpack(byte[] frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(new String(frames, 4, 6, ISO_8859_1)).isEqualTo("sNaPpY");
        int at = 10;
        while (at < frames.length) {
            int length = number(frames, at + 1, 3);
            byte[] body = Arrays.copyOfRange(frames, at + 8, at + 4 + length);
            byte[] block = frames[at] == 0 ? unpackBlock(body) : body;
            CRC32C crc = new CRC32C();
            crc.update(block, 0, block.length);
            int sum = (int) crc.getValue();
            assertThat(number(frames, at + 4, 4)).isEqualTo(((sum >>> 15) | (sum << 17)) + 0xa282ead8);
            out.writeBytes(block);
            at += 4 + length;
        }
        return out.toByteArray();
    }

    private static byte[] unpackBlock(byte[] packed) {
        int at = 0;
        int size = 0;
        int shift = 0;
        do {
            size |= (packed[at] & 0x7f) << shift;
            shift += 7;
        } while (packed[at++] < 0);
        byte[] block = new byte[size];
        int written = 0;
        while (at < packed.length) {
            int tag = packed[at++] & 0xff;
            int length = (tag >> 2) + 1;
            if ((tag & 3) == 0) {
                if (length > 60) {
                    int bytes = length - 60;
                    length = number(packed, at, bytes) + 1;
                    at += bytes;
                }
                System.arraycopy(packed, at, block, written, length);
                at += length;
                written += length;
                continue;
            }
            assertThat(tag & 3).isEqualTo(2);
            int distance = number(packed, at, 2);
            at += 2;
            for (int i = 0; i < length; i++, written++) {
                block[written] = block[written - distance];
            }
        }
        assertThat(written).isEqualTo(size);
        return block;
    }

    private static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xff) << (i << 3);
        }
        return value;
    }
}

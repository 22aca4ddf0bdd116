package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredFrameTest {
    private final StoredFrame frame = new StoredFrame();

    @Test
    void shouldWriteEveryNumber() {
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            for (long number : new long[] {power - 1, power, power + 1, power * 9 + power / 2}) {
                shouldWrite(number);
            }
        }
        shouldWrite(1_000_000_000_000_000_000L);
        shouldWrite(Long.MAX_VALUE);
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            shouldWrite(random.nextLong() >>> (1 + random.nextInt(62)));
        }
    }

    private void shouldWrite(long number) {
        PublishFrame message = frame.begin("to".getBytes(ISO_8859_1), 100);
        frame.number(number);
        frame.endStatus(new byte[0]);
        byte[] bytes = message.chunk.bytes(0, message.end);
        assertThat(new String(bytes, ISO_8859_1)).isEqualTo("to " + number + " 0\r\n\r\n");
        assertThat(StoredFrame.digits(number)).isEqualTo(Long.toString(number).length());
    }
}

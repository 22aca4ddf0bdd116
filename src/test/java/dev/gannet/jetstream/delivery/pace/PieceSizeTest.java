package dev.gannet.jetstream.delivery.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceSizeTest {
    private final PieceSize size = new PieceSize();

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 5_000, 100_000})
    void shouldGrowWhileMessagesAreWantedOneAfterTheOther(int length) {
        int bytes = size.next();
        for (int i = 0; i < 5; i++) {
            for (int at = 0; at < bytes; at += length) {
                size.served(length);
            }
            bytes = size.next();
        }
        assertThat(bytes).isEqualTo(PieceSize.BYTES_MAX);
    }

    @Test
    void shouldShrinkWhereFewAreWanted() {
        shouldGrowWhileMessagesAreWantedOneAfterTheOther(1_000);
        for (int i = 0; i < 10; i++) {
            size.served(200);
            size.next();
        }
        assertThat(size.next()).isEqualTo(PieceSize.BYTES_MIN);
    }
}

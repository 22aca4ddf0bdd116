package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FriendlyBytesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KB",
        "1000000000, 953.67 MB",
        "2000000000, 1.86 GB",
        "1099511627776, 1.00 TB",
        "9223372036854775807, 8.00 EB",
    })
    void shouldBeWhatTheReferenceWrites(long bytes, String text) {
        assertThat(FriendlyBytes.of(bytes)).isEqualTo(text);
    }
}

package dev.gannet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "-0, PT0S",
        "5s, PT5S",
        "+5s, PT5S",
        "-5s, PT-5S",
        "2m, PT2M",
        "1h30m, PT1H30M",
        "100ms, PT0.1S",
        "1.5s, PT1.5S",
        "1.s, PT1S",
        ".5s, PT0.5S",
        "1us, PT0.000001S",
        "1\u00b5s, PT0.000001S",
        "1\u03bcs, PT0.000001S",
        "1ns, PT0.000000001S",
        "1.7ns, PT0.000000001S",
        "3m2h1s, PT2H3M1S",
        "9223372036854775807ns, PT2562047H47M16.854775807S",
        "-9223372036854775808ns, PT-2562047H-47M-16.854775808S",
        "9223372036.854775807s, PT2562047H47M16.854775807S",
        "0.99999999999999999999s, PT1S",
        "1.99999999999999999999s, PT2S",
        "1.00000000000000000000000000000001s, PT1S",
    })
    void shouldReadADuration(String text, Duration duration) {
        // CF-57
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | time: invalid duration \"\"",
                "- | time: invalid duration \"-\"",
                "x | time: invalid duration \"x\"",
                ". | time: invalid duration \".\"",
                ".s | time: invalid duration \".s\"",
                "5 | time: missing unit in duration \"5\"",
                "1h5 | time: missing unit in duration \"1h5\"",
                "5x | time: unknown unit \"x\" in duration \"5x\"",
                "5 s | time: unknown unit \" s\" in duration \"5 s\"",
                "5S | time: unknown unit \"S\" in duration \"5S\"",
                "5d | time: unknown unit \"d\" in duration \"5d\"",
                "--5s | time: invalid duration \"--5s\"",
                "9223372036854775808ns | time: invalid duration \"9223372036854775808ns\"",
                "9223372036.854775808s | time: invalid duration \"9223372036.854775808s\"",
                "9223372036854775807ns1ns | time: invalid duration \"9223372036854775807ns1ns\"",
                "-9223372036854775809ns | time: invalid duration \"-9223372036854775809ns\"",
                "18446744073709551617ns | time: invalid duration \"18446744073709551617ns\"",
                "99999999999999999999h | time: invalid duration \"99999999999999999999h\"",
            })
    void shouldSayWhyItIsNone(String text, String error) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(error);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000001S, 1ns",
        "PT0.0000015S, 1.5\u00b5s",
        "PT0.1S, 100ms",
        "PT0.0015S, 1.5ms",
        "PT1S, 1s",
        "PT1.25S, 1.25s",
        "PT2M, 2m0s",
        "PT1H, 1h0m0s",
        "PT1H30M5.5S, 1h30m5.5s",
        "PT-90S, -1m30s",
        "PT30H, 30h0m0s",
    })
    void shouldWriteADuration(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @Test
    void shouldReadWhatItWrites() {
        Duration duration = Duration.parse("PT26H3M4.00501S");
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
}

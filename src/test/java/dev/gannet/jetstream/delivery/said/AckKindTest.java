package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.Chunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckKindTest {
    private static Chunk chunk(String text) {
        Chunk chunk = Chunk.allocate(256);
        chunk.append(text.getBytes(ISO_8859_1));
        return chunk;
    }

    @ParameterizedTest
    @CsvSource({
        "'',ACK", "+ACK,ACK", "+OK,ACK", "+ACKX,OTHER", "-NAK,NAK", "-NAK 5s,NAK", "-NAKnow,NAK", "+WPI,PROGRESS",
        "+WPI x,OTHER", "+NXT,NEXT", "+NXT 5,NEXT", "+TERM,TERM", "+TERM why,TERM", "+TER,OTHER", "hello,OTHER",
                "-,OTHER"
    })
    // CO-81, CO-82, CO-84, CO-85, CO-86, CO-87, CO-88
    void shouldTellWhatAPayloadSays(String payload, AckKind expected) {
        // given
        Chunk in = chunk("before" + payload);

        // when, then
        assertThat(AckKind.of(in, "before".length(), payload.length())).isEqualTo(expected);
    }

    @Test
    // CO-83
    void shouldReadHowLongToWait() {
        // given, when, then
        assertThat(NakDelay.nanos("5s")).isEqualTo(5_000_000_000L);
        assertThat(NakDelay.nanos("1m30.5s")).isEqualTo(90_500_000_000L);
        assertThat(NakDelay.nanos("{\"delay\":12}")).isEqualTo(12);
        assertThat(NakDelay.nanos("0")).isZero();
        assertThatThrownBy(() -> NakDelay.nanos("soon")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NakDelay.nanos("5")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NakDelay.nanos("{")).isInstanceOf(IllegalArgumentException.class);
    }
}

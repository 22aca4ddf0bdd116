package dev.gannet.net.ocsp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** AC-134: what one server has put into the cache the other can read. */
class FramingTest {
    /** An answer about a certificate of the tests' authority with number 1001, as nats-server 2.15.2 has kept it. */
    private static final String REFERENCE =
            "/wYAAFMyc1R3TwAQAQCHzT/inwLwSTCCARsKAQCgggEUMIIBEAYJKwYBBQUHMAEBBIIBATCB/jCB"
                    + "paErMCkxFTATBgNVBAoMDEdhbm5ldCBUZXN0czEQMA4GA1UEAwwHARDwViBDQRgPMjAyNjExMjIwNDIzMDlaMGUwYzA7MAkGBSsOAwIaBQAE"
                    + "FH8VuC5UckcS9/Z3HGoyAEiG8ziIBBR8O1NjBfBnD/9BmdGFmwhxkE68JAICA+mAAEJUAASgER1nADUJAPBUCgYIKoZIzj0EAwIDSAAwRQIh"
                    + "APkesMIG3K4/v9/bYahX7SBNUv0qTHlf3YEQuO/Co1VYAiAn16WJSvS0lU2Av8XFvRGQc2GdctMg2RfHIhjkTY007A==";

    private static final int FIRST_PIECE = 10;

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        byte[] data = {1, 2, 3, 4, 5};
        assertThat(Framing.read(Framing.write(data))).isEqualTo(data);
        assertThat(Framing.read(Framing.write(new byte[0]))).isEmpty();
    }

    @Test
    void shouldReadWhatTheReferenceHasCompressed() throws IOException {
        byte[] answer = Framing.read(Base64.getDecoder().decode(REFERENCE));
        assertThat(answer).hasSize(287).startsWith(0x30, 0x82, 0x01, 0x1b);
    }

    @Test
    void shouldNotReadWhatIsDamaged() {
        byte[] stream = Base64.getDecoder().decode(REFERENCE);
        for (int i = FIRST_PIECE; i < stream.length; i++) {
            byte[] damaged = stream.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> Framing.read(damaged)).as("byte %d", i).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldRepeatAtTheDistanceOfBefore() throws IOException {
        // given "ab", a copy of 4 at distance 2, a literal "c", and a repetition of 4 at the same distance
        byte[] block = {11, 0x04, 'a', 'b', 0x01, 2, 0x00, 'c', 0x01, 0};
        assertThat(S2Block.read(block)).isEqualTo("abababcbcbc".getBytes(US_ASCII));
    }

    @Test
    void shouldReadTheLengthsOfLongRepetitions() throws IOException {
        // given "a", a copy of 4 at distance 1, and repetitions of 8 + 2 and of 260 + 3
        byte[] block = {(byte) ((278 & 0x7f) | 0x80), 278 >> 7, 0x00, 'a', 0x01, 1, 0x15, 0, 2, 0x19, 0, 3, 0};
        assertThat(S2Block.read(block)).hasSize(278).containsOnly('a');
    }
}

package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.Chunk;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those that nats-server logs. CP-211..219 */
class ProxyHeaderTest {
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String V4 = "\u00c0\0\2\7\u00c6\63\144\1\u009c\100\20\176";
    private static final String V6 =
            "\40\1\15\u00b8\0\0\0\0\0\0\0\0\0\0\0\7" + "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\u009c\100\20\176";
    private static final String REST = "CONNECT {}\r\nPING\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 4222\r\n",
                "PROXY TCP4\t192.0.2.7   198.51.100.1 40000 4222 \r\n",
                "PROXY TCP6 ::ffff:192.0.2.7 ::1 40000 4222\r\n",
                SIGNATURE + "\41\21\0\14" + V4,
                SIGNATURE + "\41\21\0\20" + V4 + "\4\0\1\u00ff",
            })
    void shouldKnowTheClientOfAnIpv4Header(String text) throws Exception {
        Header header = Header.whole(text + REST);
        assertThat(header.left).isEqualTo(REST);
        assertThat(header.header.source()).hasToString("192.0.2.7");
        assertThat(header.header.sourcePort()).isEqualTo(40000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP6 2001:db8::7 2001:db8::1 40000 4222\r\n",
                SIGNATURE + "\41\41\0\44" + V6,
                SIGNATURE + "\41\41\0\50" + V6 + "\4\0\1\u00ff",
            })
    void shouldKnowTheClientOfAnIpv6Header(String text) throws Exception {
        Header header = Header.whole(text + REST);
        assertThat(header.left).isEqualTo(REST);
        assertThat(header.header.source()).hasToString("2001:db8::7");
        assertThat(header.header.sourcePort()).isEqualTo(40000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PROXY UNKNOWN\r\n",
                "PROXY UNKNOWN a b c d e f\r\n",
                SIGNATURE + "\40\0\0\0",
                SIGNATURE + "\40\21\0\14" + V4,
                SIGNATURE + "\41\1\0\2ab",
            })
    void shouldLeaveTheAddressWhereNoneIsNamed(String text) throws Exception {
        Header header = Header.whole(text + REST);
        assertThat(header.left).isEqualTo(REST);
        assertThat(header.header.source()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROXY | invalid PROXY protocol header: invalid v1 format",
                "PROXY TCP4 nonsense | invalid PROXY protocol header: invalid v1 format",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1 | invalid PROXY protocol header: invalid v1 format",
                "PROXY TCP4 1.2.3.04 1.2.3.4 1 1 | invalid PROXY protocol header: invalid address",
                "PROXY TCP4 1.2.3.4 host 1 1 | invalid PROXY protocol header: invalid address",
                "PROXY TCP4 ::1 ::1 1 1 | invalid PROXY protocol header: TCP4 with IPv6 address",
                "PROXY TCP6 ::1 1.2.3.4 1 1 | invalid PROXY protocol header: TCP6 with IPv4 address",
                "PROXY TCPX 1.2.3.4 1.2.3.4 1 1 | invalid PROXY protocol header: invalid protocol TCPX",
                "PROXY TCP4 1.2.3.4 1.2.3.4 400000 1 | invalid source port: strconv.ParseUint: parsing \"400000\": value"
                        + " out of range",
                "PROXY TCP4 1.2.3.4 1.2.3.4 99999999999999999999 1 | invalid source port: strconv.ParseUint: parsing"
                        + " \"99999999999999999999\": value out of range",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 -1 | invalid dest port: strconv.ParseUint: parsing \"-1\": invalid syntax",
            })
    void shouldRefuseAMalformedLine(String line, String error) {
        String text = line.equals("PROXY") ? "PROXY " : line; // The source of the table loses the space at the end.
        assertRefused(text + "\r\n", error);
    }

    @Test
    void shouldRefuseALineThatDoesNotEnd() throws Exception {
        // given the longest line there may be, and one that is a byte longer
        String longest = "PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n";
        String longer = "PROXY UNKNOWN " + "x".repeat(107 - 15) + "\r\n";

        // then
        assertThat(Header.whole(longest).header.isComplete()).isTrue();
        assertRefused(longer, "invalid PROXY protocol header: v1 line too long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11 11 00 0c | invalid PROXY protocol header: invalid version 0x10",
                "22 11 00 0c | unknown PROXY protocol command: 0x02",
                "21 12 00 0c | unsupported PROXY protocol feature: only STREAM protocol supported",
                "21 00 00 00 | unsupported PROXY protocol feature: only STREAM protocol supported",
                "21 31 00 0c | unsupported PROXY protocol feature: unsupported address family 0x30",
                "21 f1 00 0c | unsupported PROXY protocol feature: unsupported address family 0xf0",
                "21 11 00 0b | IPv4 address data too short: 11 bytes",
                "21 21 00 23 | IPv6 address data too short: 35 bytes",
            })
    void shouldRefuseWhatItDoesNotSupportInBinary(String fixed, String error) {
        StringBuilder text = new StringBuilder(SIGNATURE);
        for (int at = 0; at < fixed.length(); at += 3) {
            text.append((char) Integer.parseInt(fixed.substring(at, at + 2), 16));
        }
        assertRefused(text.toString(), error);
    }

    @Test
    void shouldRefuseAWrongSignature() {
        assertRefused("\r\n\r\n\0\rxxxxxx", "invalid PROXY protocol header: invalid signature");
    }

    @Test
    void shouldKeepNothingOfTheLongestHeader() throws Exception {
        // given as many bytes behind the addresses as can be announced
        String text = SIGNATURE + "\41\21\u00ff\u00ff" + V4 + "x".repeat(0xffff - 12);

        // when they come one by one
        Header header = Header.inPieces(text + REST, 1);

        // then none of them waited for the others
        assertThat(header.header.source()).hasToString("192.0.2.7");
        assertThat(header.left).isEqualTo(REST);
        assertThat(header.mostLeft).isLessThan(107);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | failed to read protocol version: EOF",
                "3 | failed to read protocol version: unexpected EOF",
                "6 | failed to read v2 signature: EOF",
                "7 | failed to read v2 signature: unexpected EOF",
                "12 | failed to read v2 header: EOF",
                "15 | failed to read v2 header: unexpected EOF",
                "16 | failed to read IPv4 address data: EOF",
                "27 | failed to read IPv4 address data: unexpected EOF",
            })
    void shouldSayWhatIsMissing(int length, String text) throws Exception {
        // given a header that ends too early
        Header header = Header.whole((SIGNATURE + "\41\21\0\14" + V4).substring(0, length));

        // then
        assertThat(header.header.isComplete()).isFalse();
        assertThat(header.header.isDetected()).isEqualTo(length >= 6);
        assertThat(header.header.ended()).isEqualTo(text);
    }

    @Test
    void shouldSayThatTheLineIsMissing() throws Exception {
        Header header = Header.whole("PROXY TCP4 1.2");
        assertThat(header.header.ended()).isEqualTo("failed to read v1 line: EOF");
        assertThat(header.header.failed("i/o timeout")).isEqualTo("failed to read v1 line: i/o timeout");
    }

    @Test
    void shouldNotDependOnWhereTheBytesAreCut() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5_000; round++) {
            // given bytes that are nearly a header
            String text = mutated(random);
            String whole = outcome(text, Integer.MAX_VALUE);

            // then it is the same one however it is cut
            assertThat(outcome(text, 1 + random.nextInt(7))).as("seed " + seed).isEqualTo(whole);
        }
    }

    private static String mutated(SplittableRandom random) {
        String[] headers = {
            "PROXY TCP4 192.0.2.7 198.51.100.1 40000 4222\r\n",
            "PROXY TCP6 2001:db8::7 2001:db8::1 40000 4222\r\n",
            SIGNATURE + "\41\21\0\14" + V4,
            SIGNATURE + "\41\41\0\50" + V6 + "\4\0\1\u00ff",
            SIGNATURE + "\40\0\0\0",
        };
        StringBuilder text = new StringBuilder(headers[random.nextInt(headers.length)] + REST);
        for (int i = random.nextInt(3); i > 0; i--) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        }
        return text.toString();
    }

    private static String outcome(String text, int pieceBytes) {
        try {
            Header header = Header.inPieces(text, pieceBytes);
            return header.header.isComplete()
                    ? header.header.source() + " " + header.left
                    : header.header.ended() + " " + header.left;
        } catch (ProxyHeaderException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void assertRefused(String text, String error) {
        assertThatThrownBy(() -> Header.whole(text))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessage(error);
        assertThatThrownBy(() -> Header.inPieces(text, 1)).hasMessage(error);
    }

    /** A header that was given bytes, and what it left of them. */
    private static final class Header {
        final ProxyHeader header = new ProxyHeader();
        String left = "";
        int mostLeft;

        static Header whole(String text) throws ProxyHeaderException {
            return inPieces(text, Integer.MAX_VALUE);
        }

        static Header inPieces(String text, int pieceBytes) throws ProxyHeaderException {
            Header given = new Header();
            int at = 0;
            while (at < text.length() && !given.header.isComplete()) {
                int end = (int) Math.min(text.length(), (long) at + pieceBytes);
                given.take(given.left + text.substring(at, end));
                given.mostLeft = Math.max(given.mostLeft, given.left.length());
                at = end;
            }
            given.left += text.substring(at);
            return given;
        }

        private void take(String text) throws ProxyHeaderException {
            // Something stands in front, as in a loop's buffer.
            Chunk in = Chunk.allocate(text.length() + 3);
            in.append(("abc" + text).getBytes(ISO_8859_1));
            int position = header.take(in, 3, in.written);
            left = text.substring(position - 3);
        }
    }
}

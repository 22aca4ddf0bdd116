package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoQuoteTest {
    @Test
    void shouldQuoteWhatIsPrintableAsItIs() {
        assertThat(GoQuote.quote("")).isEqualTo("\"\"");
        assertThat(GoQuote.quote("a.b >*'~")).isEqualTo("\"a.b >*'~\"");
        assertThat(GoQuote.quote("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void shouldEscapeControlCharacters() {
        assertThat(GoQuote.quote("\u0007\b\f\n\r\t\u000b")).isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\"");
        assertThat(GoQuote.quote("\0\u001f\u007f")).isEqualTo("\"\\x00\\x1f\\x7f\"");
    }

    @Test
    void shouldKeepPrintableCharactersInUtf8() {
        assertThat(GoQuote.quote(bytes("é€😀"))).isEqualTo("\"" + bytes("é€😀") + "\"");
    }

    @Test
    void shouldShowOtherCharactersInUtf8ByTheirNumber() {
        assertThat(GoQuote.quote(bytes("\u0085\u00a0\u2028\ufeff"))).isEqualTo("\"\\u0085\\u00a0\\u2028\\ufeff\"");
        assertThat(GoQuote.quote(bytes(Character.toString(0x10fffd)))).isEqualTo("\"\\U0010fffd\"");
    }

    @Test
    void shouldShowBytesThatAreNoUtf8() {
        assertThat(GoQuote.quote("\u00ff\u00c3")).isEqualTo("\"\\xff\\xc3\"");
        assertThat(GoQuote.quote("\u00c3(")).isEqualTo("\"\\xc3(\"");
        assertThat(GoQuote.quote("\u00e2\u0082")).isEqualTo("\"\\xe2\\x82\"");
        assertThat(GoQuote.quote("\u00ed\u00a0\u0080")).isEqualTo("\"\\xed\\xa0\\x80\""); // Half a surrogate.
        assertThat(GoQuote.quote("\u00c0\u0080")).isEqualTo("\"\\xc0\\x80\""); // Longer than it has to be.
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}

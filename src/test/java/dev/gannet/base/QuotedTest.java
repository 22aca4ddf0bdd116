package dev.gannet.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void shouldQuoteWhatIsPrintableAsItIs() {
        assertThat(Quoted.ofBytes("")).isEqualTo("\"\"");
        assertThat(Quoted.ofBytes("a.b >*'~")).isEqualTo("\"a.b >*'~\"");
        assertThat(Quoted.ofBytes("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void shouldEscapeControlCharacters() {
        assertThat(Quoted.ofBytes("\u0007\b\f\n\r\t\u000b")).isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\"");
        assertThat(Quoted.ofBytes("\0\u001f\u007f")).isEqualTo("\"\\x00\\x1f\\x7f\"");
    }

    @Test
    void shouldKeepPrintableCharactersInUtf8() {
        assertThat(Quoted.ofBytes(bytes("é€😀"))).isEqualTo("\"" + bytes("é€😀") + "\"");
    }

    @Test
    void shouldShowOtherCharactersInUtf8ByTheirNumber() {
        assertThat(Quoted.ofBytes(bytes("\u0085\u00a0\u2028\ufeff"))).isEqualTo("\"\\u0085\\u00a0\\u2028\\ufeff\"");
        assertThat(Quoted.ofBytes(bytes(Character.toString(0x10fffd)))).isEqualTo("\"\\U0010fffd\"");
    }

    @Test
    void shouldShowBytesThatAreNoUtf8() {
        assertThat(Quoted.ofBytes("\u00ff\u00c3")).isEqualTo("\"\\xff\\xc3\"");
        assertThat(Quoted.ofBytes("\u00c3(")).isEqualTo("\"\\xc3(\"");
        assertThat(Quoted.ofBytes("\u00e2\u0082")).isEqualTo("\"\\xe2\\x82\"");
        assertThat(Quoted.ofBytes("\u00ed\u00a0\u0080")).isEqualTo("\"\\xed\\xa0\\x80\""); // Half a surrogate.
        assertThat(Quoted.ofBytes("\u00c0\u0080")).isEqualTo("\"\\xc0\\x80\""); // Longer than it has to be.
    }

    @Test
    void shouldQuoteTextsAsItQuotesTheirBytes() {
        for (String text :
                new String[] {"a b", "\"\\", "\u0007\b\0\u007f", "é€😀", "\u0085\u00a0\u2028", "\udbff\udffd"}) {
            assertThat(bytes(Quoted.of(text))).isEqualTo(Quoted.ofBytes(bytes(text)));
        }
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @Test
    void shouldTellATerminalNothing() {
        assertThat(Quoted.printable("a \"b\" \\ c, é€😀")).isEqualTo("a \"b\" \\ c, é€😀");
        assertThat(Quoted.printable("a\nb\r\tc")).isEqualTo("a\\nb\\r\\tc");
        assertThat(Quoted.printable("\u001b[2J\0\u007f")).isEqualTo("\\x1b[2J\\x00\\x7f");
        assertThat(Quoted.printable("\u009b2J\u2028\u202e")).isEqualTo("\\u009b2J\\u2028\\u202e");
    }
}

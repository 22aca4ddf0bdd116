package dev.gannet.config.conf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfParserTest {
    @TempDir
    Path directory;

    @Test
    void shouldTellWhereEachKeyAndEachElementStands() throws ConfException {
        // given keys in the first line and below, and an array
        String text = "a: 1, b: 2\n  c {\n    d: [x, 'y',\n  \"z\\t\" ]\n  }";

        // when it is read
        ConfValue.MapValue root = parse(text);

        // then columns count from 0 in the first line and from 1 below, as in the reference server (CF-65)
        assertThat(node(root, "a").position()).hasToString("main.conf:1:0");
        assertThat(node(root, "b").position()).hasToString("main.conf:1:6");
        ConfNode c = node(root, "c");
        assertThat(c.position()).hasToString("main.conf:2:3");
        ConfNode d = node(c.value(), "d");
        assertThat(d.position()).hasToString("main.conf:3:5");
        assertThat(elements(d))
                .extracting(ConfNode::position)
                .hasToString("["
                        + "main.conf:3:9, " // Without quotes: where it begins.
                        + "main.conf:3:13, " // With quotes: behind the quote.
                        + "main.conf:4:5]"); // With escapes: from the end, as if they were as short as what they stand
        // for.
    }

    @Test
    void shouldCountColumnsInBytes() throws ConfException {
        // given a key after a letter of two bytes
        ConfValue.MapValue root = parse("\u00fc: \"\u20ac\", b: 1");

        // then
        assertThat(root.nodes()).containsOnlyKeys("\u00fc", "b");
        assertThat(node(root, "b").position().column()).isEqualTo(11);
    }

    @Test
    void shouldKnowWhichKeysAreVariables() throws ConfException {
        // when a key is used by another
        ConfValue.MapValue root = parse("a: 1\nb: 2\nc: $a");

        // then only the one that is used says so (CF-60)
        assertThat(node(root, "a").isUsedAsVariable()).isTrue();
        assertThat(node(root, "b").isUsedAsVariable()).isFalse();
        assertThat(node(root, "c").isUsedAsVariable()).isFalse();
        assertThat(node(root, "c").position()).hasToString("main.conf:3:1");
    }

    @Test
    void shouldTellWhereInAnEnvironmentVariableAnElementStands() throws ConfException {
        // when an array comes from the environment
        ConfValue.MapValue root = new ConfParser(Map.of("NAMES", "[a, b]")::get).parseText("x: $NAMES", "main.conf");

        // then its elements stand there
        assertThat(elements(node(root, "x"))).extracting(ConfNode::position).hasToString("[$NAMES:1:4, $NAMES:1:7]");
    }

    @Test
    void shouldIncludeFilesRelativeToTheOneThatIncludes() throws Exception {
        // given a file that includes one below, which includes its neighbour (CF-62)
        write("below/first.conf", "include second.conf\na: 1\nm { include './third.conf'; c: 3 }");
        write("below/second.conf", "b: 2");
        write("below/third.conf", "d: 4");
        String main = write("main.conf", "include below/first.conf\ne: $b");

        // when it is read
        ConfValue.MapValue root = new ConfParser(name -> null).parseFile(main);

        // then all values are there, and know their files
        assertThat(ConfCase.written(root)).isEqualTo("{\"a\": 1, \"b\": 2, \"e\": 2, \"m\": {\"c\": 3, \"d\": 4}}");
        assertThat(node(root, "b").position().file())
                .isEqualTo(directory.resolve("below/second.conf").toString());
    }

    @Test
    void shouldIncludeInTheFileAlthoughThePathLooksAbsolute() throws Exception {
        // given a path that begins with a slash
        write("other.conf", "a: 1");
        String main = write("main.conf", "include /other.conf");

        // then it is relative nonetheless, as in the reference server
        assertThat(ConfCase.written(new ConfParser(name -> null).parseFile(main)))
                .isEqualTo("{\"a\": 1}");
    }

    @Test
    void shouldNotShowItsVariablesToAnIncludedFile() throws Exception {
        // given an included file that uses a key of the file around it
        write("inner.conf", "b: $a");
        String main = write("main.conf", "a: 1\ninclude inner.conf");

        // then it is not found, and the error says in which file (CF-62)
        assertThatThrownBy(() -> new ConfParser(name -> null).parseFile(main))
                .isInstanceOf(ConfException.class)
                .hasMessage("error parsing include file 'inner.conf', "
                        + "variable reference for 'a' on line 1 can not be found")
                .extracting(e -> ((ConfException) e).position().file())
                .isEqualTo(directory.resolve("inner.conf").toString());
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> new ConfParser(name -> null).parseFile("not/there.conf"))
                .hasMessage("open not/there.conf: no such file or directory");
        assertThatThrownBy(() -> new ConfParser(name -> null).parseFile(directory.toString()))
                .hasMessage("read " + directory + ": is a directory");
    }

    @Test
    void shouldReadBytesThatAreNoUtf8() throws Exception {
        // given a file in an older encoding
        Path file = directory.resolve("main.conf");
        Files.write(file, "a = \"\u00e9\" # \u00e9\nb\u00a0= 1".getBytes(ISO_8859_1));

        // when it is read
        ConfValue.MapValue root = new ConfParser(name -> null).parseFile(file.toString());

        // then each such byte is one unknown character
        assertThat(ConfCase.written(root)).isEqualTo("{\"a\": \"\ufffd\", \"b\ufffd\": 1}");
    }

    @Test
    void shouldTakeLineEndsOfEverySystem() throws ConfException {
        assertThat(ConfCase.written(parse("a: 1\r\nb: 2\r\rc: [1\r\n2 ]\r\n")))
                .isEqualTo("{\"a\": 1, \"b\": 2, \"c\": [1, 2]}");
    }

    @Test
    void shouldTakeUnicodeSpaceBetweenKeysAndValues() throws ConfException {
        assertThat(ConfCase.written(parse("\u3000a\u2003: 1\n\u00a0b\u0085\u00a0=2")))
                .isEqualTo("{\"a\": 1, \"b\": 2}");
    }

    /** Where the reference server silently loses something or takes it for something else. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m { a: } | Parse error on line 1: 'Unexpected end of a map: the key 'a' has no value.'",
                "m { a } | Parse error on line 1: 'Unexpected end of a map: the key 'a' has no value.'",
                "a = [ ' | Parse error on line 1: 'Unexpected EOF.'",
                "a = \" | Parse error on line 1: 'Unexpected EOF.'",
                "a = 1kbb | expected integer, but got '1kbb'",
                "a = 10e | integer '10e' is out of the range",
                "a = -9223372036854775807k | integer '-9223372036854775807k' is out of the range",
            })
    void shouldRefuseWhatTheReferenceLoses(String text, String error) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(ConfException.class).hasMessage(error);
    }

    @Test
    void shouldRefuseZeroBytes() {
        assertThatThrownBy(() -> parse("a: 1\nb: \0")).hasMessage("Parse error on line 2: 'Unexpected zero byte'");
    }

    @Test
    void shouldReadIntegersUpToTheEndOfTheirArray() throws ConfException {
        // The reference server takes the bracket for a part of the last element, and then misses it.
        assertThat(ConfCase.written(parse("a = [1,2]\nb: [[3],[4,5]]")))
                .isEqualTo("{\"a\": [1, 2], \"b\": [[3], [4, 5]]}");
    }

    @Test
    void shouldBoundWhatIsInsideEachOther() {
        // given a bound of three
        ConfLimits limits = new ConfLimits(3, 10, 10, 1000, 1000);

        // then the fourth level is refused, whatever it is
        assertThat(ConfCase.written(parsed("a [[[ ]]]", limits))).isEqualTo("{\"a\": [[[]]]}");
        assertThatThrownBy(() -> parsed("a [[[[ ]]]]", limits)).hasMessageContaining("inside each other");
        assertThatThrownBy(() -> parsed("{{{{", limits)).hasMessageContaining("inside each other");
        assertThatThrownBy(() -> parsed("a{b:1\nm {n {o {p {}}}}", limits)).hasMessageContaining("inside each other");
    }

    @Test
    void shouldBoundFilesThatIncludeEachOther() throws Exception {
        // given a file that includes itself
        String main = write("main.conf", "include main.conf");

        // then that ends
        assertThatThrownBy(() -> new ConfParser(name -> null).parseFile(main))
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("files include each other more than 32 deep");
    }

    @Test
    void shouldBoundHowMuchIsRead() throws Exception {
        // given files of which each includes the next twice
        String main = doubling(20);

        // then not all of the million is read
        assertThatThrownBy(() -> new ConfParser(name -> null).parseFile(main))
                .hasMessageContaining("more than 10000 files and variables are read");
    }

    @Test
    void shouldBoundHowLargeVariablesGrow() {
        // given arrays of which each is ten times the one before
        StringBuilder text = new StringBuilder("a0: [1 ]\n");
        for (int i = 1; i < 10; i++) {
            text.append('a')
                    .append(i)
                    .append(": [")
                    .append((" $a" + (i - 1) + ",").repeat(10))
                    .append("]\n");
        }

        // then it is not made
        assertThatThrownBy(() -> parse(text.toString())).hasMessage("more than 1000000 values");
    }

    @Test
    void shouldBoundTheSizeOfAFile() throws Exception {
        // given a bound of ten bytes
        ConfParser parser = new ConfParser(name -> null, new ConfLimits(3, 10, 10, 10, 1000));

        // then one more is too much
        assertThat(parser.parseFile(write("good.conf", "a: 1234567")).nodes()).hasSize(1);
        String large = write("large.conf", "a: 12345678");
        assertThatThrownBy(() -> parser.parseFile(large)).hasMessage("read " + large + ": larger than 10 bytes");
    }

    private String doubling(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            String next = "include f" + (i + 1) + ".conf";
            write("f" + i + ".conf", "a { " + next + " }\nb { " + next + " }");
        }
        write("f" + files + ".conf", "c: 1");
        return directory.resolve("f0.conf").toString();
    }

    private String write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toString();
    }

    private static ConfValue.MapValue parse(String text) throws ConfException {
        Function<String, String> environment = name -> null;
        return new ConfParser(environment).parseText(text, "main.conf");
    }

    private static ConfValue.MapValue parsed(String text, ConfLimits limits) {
        try {
            return new ConfParser(name -> null, limits).parseText(text, "main.conf");
        } catch (ConfException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConfNode node(ConfValue map, String key) {
        return Objects.requireNonNull(((ConfValue.MapValue) map).nodes().get(key), key);
    }

    private static List<ConfNode> elements(ConfNode node) {
        return ((ConfValue.ArrayValue) node.value()).nodes();
    }
}

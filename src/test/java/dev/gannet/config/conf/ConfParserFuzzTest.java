package dev.gannet.config.conf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the text, the parser ends, with values or with its own exception.
 *
 * <p>{@code -Dgannet.seed=...} repeats a run.
 */
class ConfParserFuzzTest {
    private static final List<String> FRAGMENTS = List.of(
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "\"",
            "'",
            "\n",
            "\r\n",
            "#",
            "//",
            "/",
            " ",
            "\t",
            "=",
            ":",
            ",",
            ";",
            "$",
            "\\",
            "\\x41",
            "\\n",
            "1",
            "-",
            ".",
            "k",
            "kb",
            "1.5",
            "include ",
            "true",
            "$EV_INT",
            "$EV_MAP",
            "$EV_CYCLE_1",
            "\n)\n",
            "2016-05-04T18:53:41Z",
            "127.0.0.1:4222",
            "\u00e9",
            "\u00a0",
            "\u0663",
            "\ud83d\ude00",
            "a",
            "key ",
            "{a:1}",
            "\u000b",
            "5m",
            "10GB",
            "\0");

    @Test
    void shouldEndWithValuesOrItsOwnException() throws IOException {
        run(20_000);
    }

    @Test
    @Tag("fuzz")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldEndWithValuesOrItsOwnExceptionForLong() throws IOException {
        run(3_000_000);
    }

    private static void run(int texts) throws IOException {
        long seed = Long.getLong("gannet.seed", new SplittableRandom().nextLong());
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> corpus = ConfCase.all().stream()
                .map(given -> given.text().getBytes(UTF_8))
                .toList();
        for (int i = 0; i < texts; i++) {
            byte[] text = mutated(corpus, random);
            try {
                parse(text);
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ", text " + i + ": " + HexFormat.of().formatHex(text), e);
            }
        }
    }

    private static void parse(byte[] text) {
        try {
            ParseSession session = new ParseSession(ConfCase.ENVIRONMENT::get, ConfLimits.DEFAULTS);
            ConfDigest.of(session.parseText(text, "fuzz.conf", "src/test/resources/conf"));
        } catch (ConfException expected) {
            expected.position();
        }
    }

    private static byte[] mutated(List<byte[]> corpus, SplittableRandom random) {
        byte[] text = corpus.get(random.nextInt(corpus.size()));
        for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
            byte[] other = corpus.get(random.nextInt(corpus.size()));
            text = changed(text, other, random);
        }
        return text;
    }

    private static byte[] changed(byte[] text, byte[] other, SplittableRandom random) {
        int from = random.nextInt(text.length + 1);
        int to = Math.min(text.length, from + random.nextInt(4));
        byte[] fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size())).getBytes(UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(text, from, from, fragment);
            case 1 -> replaced(text, from, to, new byte[0]);
            case 2 -> replaced(text, from, to, fragment);
            case 3 -> Arrays.copyOf(text, from);
            case 4 -> replaced(text, from, from, Arrays.copyOf(other, random.nextInt(other.length + 1)));
            default -> replaced(text, from, from, new byte[] {(byte) random.nextInt(256)});
        };
    }

    private static byte[] replaced(byte[] text, int from, int to, byte[] by) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(text, 0, from);
        result.writeBytes(by);
        result.write(text, to, text.length - to);
        return result.toByteArray();
    }
}

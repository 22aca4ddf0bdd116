package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbTest {
    @ParameterizedTest
    @EnumSource(Verb.class)
    void shouldBeFoundByItsLettersInEitherCase(Verb verb) { // CP-97
        // given
        String letters = switch (verb) {
            case OK -> "+OK";
            case ERR -> "-ERR";
            default -> verb.name();
        };

        // then
        assertThat(of(letters)).isEqualTo(verb);
        assertThat(of(letters.toLowerCase(java.util.Locale.ROOT))).isEqualTo(verb);
        assertThat(verb.length()).isEqualTo(letters.length());
    }

    @ParameterizedTest
    @CsvSource({"PU, PUB, 2", "PI, PING, 2", "PO, PONG, 2", "S, SUB, 1", "U, UNSUB, 1", "+, OK, 1", "CONNEC, CONNECT, 6"
    })
    void shouldBeGuessedByAsManyLettersAsThereAre(String text, Verb verb, int matched) {
        assertThat(of(text)).isEqualTo(verb);
        assertThat(verb.matched(chunk(text), 0, text.length())).isEqualTo(matched);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", " ", "\r", "-ä", "*"})
    void shouldNotBeFoundWhereNotEvenOneLetterFits(String text) {
        // A minus begins -ERR.
        assertThat(of(text)).isEqualTo(text.startsWith("-") ? Verb.ERR : null);
    }

    @Test
    void shouldNotLookBehindTheLimit() {
        // given PUB of which only PU has come
        Chunk in = chunk("PUB ");

        // then
        assertThat(Verb.PUB.matched(in, 0, 2)).isEqualTo(2);
    }

    @Test
    void shouldTakeOnlyLettersInAnyCase() {
        // A plus differs from a vertical tab as a small letter does from a large one.
        assertThat(of("\u000bOK")).isNull();
        assertThat(Verb.OK.matched(chunk("+OK"), 0, 3)).isEqualTo(3);
        assertThat(Verb.ERR.matched(chunk("\rERR"), 0, 4)).isZero();
    }

    private static @org.jspecify.annotations.Nullable Verb of(String text) {
        return Verb.of(chunk(text), 0, text.length());
    }

    private static Chunk chunk(String text) {
        Chunk chunk = Chunk.allocate(16);
        chunk.append(text.getBytes(ISO_8859_1));
        return chunk;
    }
}

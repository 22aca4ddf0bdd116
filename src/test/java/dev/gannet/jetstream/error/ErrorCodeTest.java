package dev.gannet.jetstream.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ErrorCodeTest {
    /** One of the reference's errors: where it is written down, its codes, its name and its text. */
    private record Row(String id, int code, int status, String name, String text) {
        static Row parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(cells[0], Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), cells[3], cells[4]);
        }

        Object[] values() {
            return Stream.of("first", "second")
                    .limit(text.chars().filter(c -> c == '{').count())
                    .toArray();
        }

        String filled() {
            return text.replaceFirst("\\{\\w+}", "first").replaceFirst("\\{\\w+}", "second");
        }
    }

    // JA-143 to JA-369, RL-2199
    @TestFactory
    Stream<DynamicTest> shouldSayEveryErrorInTheReferencesWords() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.id() + " " + row.name(), () -> {
                    // given
                    ErrorCode code = Arrays.stream(ErrorCode.values())
                            .filter(each -> each.code() == row.code())
                            .findFirst()
                            .orElseThrow();

                    // when
                    ApiError error = code.error(row.values());

                    // then
                    assertThat(error).isEqualTo(new ApiError(row.status(), row.code(), row.filled()));
                    assertThat(code.is(error)).isTrue();
                }));
    }

    @Test
    void shouldHaveNoErrorThatTheReferenceHasNot() throws IOException {
        assertThat(ErrorCode.values()).hasSameSizeAs(rows());
    }

    @Test
    void shouldRefuseMoreOrFewerValuesThanTheTextHasPlacesFor() {
        assertThatThrownBy(() -> ErrorCode.BAD_REQUEST.error("why")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ErrorCode.STREAM_INVALID_CONFIG.error()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBeThrownWithoutAStackTrace() {
        // when
        ApiException thrown = ErrorCode.SEQUENCE_NOT_FOUND.exception(7);

        // then
        assertThat(thrown).hasMessage("sequence 7 not found");
        assertThat(thrown.getStackTrace()).isEmpty();
        assertThat(thrown.error().code()).isEqualTo(400);
    }

    // JA-131
    @Test
    void shouldBecomeTheReferencesJson() {
        assertThat(ErrorCode.INVALID_JSON
                        .error("<\"x\">")
                        .appendTo(new StringBuilder())
                        .toString())
                .isEqualTo(
                        "{\"code\":400,\"err_code\":10025,\"description\":\"invalid JSON: \\u003c\\\"x\\\"\\u003e\"}");
    }

    private static List<Row> rows() throws IOException {
        try (InputStream table =
                requireNonNull(ErrorCodeTest.class.getResourceAsStream("/jetstream/errors.tsv"), "the table")) {
            return new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .map(Row::parse)
                    .toList();
        }
    }
}

package dev.gannet.config.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The language, case by case as the reference server reads it. */
class ConfCasesTest {
    static List<ConfCase> cases() throws IOException {
        return ConfCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldReadWhatTheReferenceReads(ConfCase given) {
        assertThat(read(given.text())).isEqualTo(given.expected());
    }

    private static String read(String text) {
        try {
            return ConfCase.written(new ConfParser(ConfCase.ENVIRONMENT::get).parseText(text, "main.conf"));
        } catch (ConfException e) {
            return "! " + e.getMessage();
        }
    }
}

package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanPathTest {
    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/, /",
        "//, /",
        "/varz, /varz",
        "/varz/, /varz/",
        "//varz, /varz",
        "/varz//, /varz/",
        "/./varz, /varz",
        "/a/../varz, /varz",
        "/../../x, /x",
        "/a/./b/, /a/b/",
        "/a/.., /",
    })
    void shouldLeaveOutWhatIsNotNeeded(String path, String clean) {
        assertThat(CleanPath.request(path)).isEqualTo(clean);
    }
}

package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules are those of MicroProfile Config 3.0, section "Environment variables mapping rules". */
class ProcessSettingsTest {
    private static final String NAME = "gannet.test.max-payload";

    private final Map<String, String> environment = new HashMap<>();
    private final ProcessSettings settings = new ProcessSettings(environment::get);

    @AfterEach
    void clear() {
        System.clearProperty(NAME);
    }

    @Test
    void shouldFindAnEnvironmentVariableByThreeNames() {
        assertThat(settings.value(NAME)).isNull();
        environment.put("GANNET_TEST_MAX_PAYLOAD", "1");
        assertThat(settings.value(NAME)).isEqualTo("1");
        environment.put("gannet_test_max_payload", "2");
        assertThat(settings.value(NAME)).isEqualTo("2");
        environment.put(NAME, "3");
        assertThat(settings.value(NAME)).isEqualTo("3");
    }

    @Test
    void shouldPreferASystemProperty() {
        environment.put(NAME, "1");
        System.setProperty(NAME, "2");
        assertThat(settings.value(NAME)).isEqualTo("2");
        assertThat(settings.names()).contains(NAME);
    }

    @Test // an empty value takes one away
    void shouldTakeAnEmptyValueForNone() {
        environment.put(NAME, "1");
        System.setProperty(NAME, "");
        assertThat(settings.value(NAME)).isNull();
    }
}

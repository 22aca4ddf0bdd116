package dev.gannet.client.bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    @Test
    void shouldReadDurations() {
        assertThat(ClientSettings.duration("gannet.client.drain.timeout", "500ms"))
                .isEqualTo(Duration.ofMillis(500));
        assertThat(ClientSettings.duration("gannet.client.drain.timeout", " 10 s "))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(ClientSettings.duration("gannet.client.drain.timeout", "2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(ClientSettings.duration("gannet.client.drain.timeout", "PT1.5S"))
                .isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void shouldSayWhatADurationIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientSettings.duration("gannet.client.drain.timeout", "soon"))
                .withMessage("gannet.client.drain.timeout: soon (expected: a duration, such as 500ms, 10s or 2m)");
    }
}

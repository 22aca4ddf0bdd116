package dev.gannet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(GannetExtension.class)
class GannetExtensionParameterTest {
    @Test
    void shouldBePassedToATest(GannetExtension nats) throws Exception {
        try (WireConnection client = new WireConnection(nats.port())) {
            assertThat(client.readLine()).startsWith("INFO {");
        }
    }

    @Test
    void shouldPassItsUrl(URI url, GannetExtension nats) throws Exception {
        assertThat(url).hasToString(nats.url());
        try (WireConnection client = new WireConnection(url.getPort())) {
            assertThat(client.readLine()).startsWith("INFO {");
        }
    }
}

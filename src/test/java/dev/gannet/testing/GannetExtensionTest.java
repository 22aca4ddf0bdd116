package dev.gannet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.ServerConfig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GannetExtensionTest {
    @RegisterExtension
    static final GannetExtension configured =
            GannetExtension.withConfiguration("port: 4222\nserver_name: \"test\"\nmax_payload: 1000\n");

    @RegisterExtension
    static final GannetExtension built = new GannetExtension(
            ServerConfig.embedded().toBuilder().serverName("built").build());

    @Test
    void shouldServeWithTheSettingsOfAText() throws Exception {
        assertThat(firstLine(configured)).contains("\"server_name\":\"test\"", "\"max_payload\":1000");
        assertThat(configured.url()).isEqualTo("nats://127.0.0.1:" + configured.port());
        assertThat(configured.port()).isNotEqualTo(4222);
    }

    @Test
    void shouldServeWithBuiltSettings() throws Exception {
        assertThat(firstLine(built)).contains("\"server_name\":\"built\"");
        assertThat(built.server().isListening()).isTrue();
    }

    @Test
    void shouldRefuseATextWithAMistake() {
        assertThatThrownBy(() -> GannetExtension.withConfiguration("no_such_thing: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown field \"no_such_thing\"");
    }

    @Test
    void shouldSayThatItIsNotRunning() {
        assertThatThrownBy(() -> GannetExtension.withConfiguration("").url())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("static");
    }

    @Nested
    class WithinAClass {
        @Test
        void shouldServeNestedTestsToo() throws Exception {
            assertThat(firstLine(configured)).contains("\"server_name\":\"test\"");
        }
    }

    private static String firstLine(GannetExtension nats) throws Exception {
        try (WireConnection client = new WireConnection(nats.port())) {
            return client.readLine();
        }
    }
}

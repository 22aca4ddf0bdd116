package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.jetstream.StreamView;
import dev.gannet.testing.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage is told though nobody reads the message: by account, stream and sequence. */
class ScrubberTest {
    private static final int MESSAGES = 100;
    private static final long WAIT_NANOS = 20_000_000_000L;

    private final Accounts accounts = new Accounts(ServerConfig.defaults(), () -> 1);
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final List<String> answers = new ArrayList<>();

    @Test
    void shouldTellDamageThatNobodyHasRead() throws Exception {
        try (LiveEngine engine = LiveEngine.start(disk, accounts)) {
            // given
            engine.onAnswer((reply, text) -> answers.add(text));
            assertThat(engine.create("{\"name\":\"orders\",\"subjects\":[\"orders.>\"],\"storage\":\"file\"}"))
                    .isTrue();
            for (int i = 1; i <= MESSAGES; i++) {
                engine.publish("orders.a", i, "", ("message " + i + " ".repeat(700)).getBytes(UTF_8));
                while (answers.size() < i) {
                    engine.turn();
                }
            }
            assertThat(engine.list().get(0).problem()).isNull();
        }
        damage("message 3 ");

        // when
        try (LiveEngine engine = LiveEngine.start(disk, accounts)) {
            StreamView view = engine.list().get(0);
            for (long begun = System.nanoTime();
                    view.state().lost().isEmpty() || engine.log().stream().noneMatch(line -> line.contains("lost"));
                    view = engine.list().get(0)) {
                assertThat(System.nanoTime() - begun)
                        .as("found: %s", engine.log())
                        .isLessThan(WAIT_NANOS);
                engine.turn();
            }

            // then
            assertThat(view.state().lost()).containsExactly(3L);
            assertThat(view.problem()).isEqualTo("has lost messages: 1, the first is 3");
            assertThat(engine.log())
                    .filteredOn(line -> line.contains("lost"))
                    .singleElement()
                    .asString()
                    .contains("stream 'orders' of account '$G'")
                    .contains("message 3 lost");

            // when somebody has seen it and deletes what cannot be read
            assertThat(engine.delete("orders", 3, true)).isTrue();

            // then
            assertThat(engine.list().get(0).problem()).isNull();
            assertThat(engine.list().get(0).state().lost()).isEmpty();
            assertThat(engine.delete("orders", 3, true)).isFalse();
        }
    }

    private void damage(String text) {
        String segment = "";
        for (String file : disk.files()) {
            if (file.endsWith(".seg") && new String(disk.bytes(file), UTF_8).contains(text)) {
                segment = file;
            }
        }
        byte[] bytes = disk.bytes(segment);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
        bytes[at] ^= 1;
        disk.put(segment, bytes);
    }
}

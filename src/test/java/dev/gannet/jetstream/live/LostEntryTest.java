package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.testing.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An entry of the log that is damaged: what its stream had made of it is not known any more. */
class LostEntryTest {
    /** There is no checkpoint while this runs: all is in the log. */
    private static final JetStream.Sizes SIZES = new JetStream.Sizes(
            64 << 10, 8 << 10, 24 << 20, HOURS.toNanos(1), MILLISECONDS.toNanos(1), 1 << 10, Scrubber.Pace.usual(0));

    private final Accounts accounts = new Accounts(ServerConfig.defaults(), () -> 1);
    private final SimulatedDisk disk = new SimulatedDisk(1);

    /** Three messages, as a process leaves them that is killed before any checkpoint. */
    private SimulatedDisk left(String second) throws Exception {
        try (LiveEngine engine = LiveEngine.start(disk, accounts, SIZES)) {
            List<String> answers = new ArrayList<>();
            engine.onAnswer((reply, text) -> answers.add(text));
            assertThat(engine.create(
                            "{\"name\":\"s\",\"subjects\":[\"s\"],\"storage\":\"file\",\"allow_direct\":true}"))
                    .isTrue();
            String[] headers = {"Nats-Msg-Id: 1", second, "Nats-Msg-Id: 3"};
            for (int i = 1; i <= 3; i++) {
                engine.publish("s", i, headers[i - 1], ("message " + i).getBytes(UTF_8));
                while (answers.size() < i) {
                    engine.turn();
                }
            }
            return disk.copy();
        }
    }

    private static void damage(SimulatedDisk files, String text) {
        for (String file : files.files()) {
            byte[] bytes = files.bytes(file);
            int at = new String(bytes, ISO_8859_1).indexOf(text);
            if (at >= 0 && file.contains("journal")) {
                bytes[at] ^= 1;
                files.put(file, bytes);
                return;
            }
        }
        throw new AssertionError(text + " is in no file of " + files.files());
    }

    private static List<String> messages(LiveEngine engine) throws Exception {
        return engine.get("s", new GetRequest(false, 1, "", "", 0, 10, 0, List.of(), 0, 0));
    }

    @Test
    void shouldKeepTheSequenceOfWhatIsBehindAMessageThatWasStored() throws Exception {
        // given
        SimulatedDisk files = left("Nats-Msg-Id: 2");

        // when
        damage(files, "message 2");

        // then
        try (LiveEngine engine = LiveEngine.start(files, accounts, SIZES)) {
            assertThat(engine.list().get(0).state().lost()).containsExactly(2L);
            assertThat(engine.list().get(0).state().lastSeq()).isEqualTo(3);
            assertThat(messages(engine)).anyMatch(message -> message.startsWith("3 "));
        }
    }

    @Test
    void shouldSayThatASequenceIsHigherWhereWhatIsLostMayHaveBeenRefused() throws Exception {
        // given a duplicate, which took no sequence
        SimulatedDisk files = left("Nats-Msg-Id: 1");

        // when
        damage(files, "message 2");

        // then it takes one now, and what is behind it has another than it had
        try (LiveEngine engine = LiveEngine.start(files, accounts, SIZES)) {
            assertThat(engine.list().get(0).state().lastSeq()).isEqualTo(3);
            assertThat(engine.log())
                    .filteredOn(line -> line.contains("lost messages of stream 's' of account '$G' from sequence 2"))
                    .singleElement()
                    .asString()
                    .contains("if the stream had refused any, those behind have a higher sequence than they had");
        }
    }
}

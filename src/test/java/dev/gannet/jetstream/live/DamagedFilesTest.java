package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.testing.CrashStream;
import dev.gannet.testing.Damages;
import dev.gannet.testing.SimulatedDisk;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bytes that others have changed, in any file: no message is read that nobody has published, and what is lost is told. */
class DamagedFilesTest {
    private static final int DAMAGES = Integer.getInteger("gannet.damages", 300);
    private static final long SEED = Long.getLong("gannet.damages.seed", System.nanoTime());
    private static final int DAMAGES_OF_A_DISK = 50;
    private static final int MESSAGES = 400;
    private static final int NUMBER_DIGITS = 10;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private CrashStream stream = new CrashStream(CrashStream.Kind.PLAIN, 0);
    private Map<Integer, Long> sequences = Map.of();

    @Test
    void shouldReadNothingWrongAndTellWhatIsLost() throws Exception {
        SimulatedDisk whole = filled();
        for (int i = 0; i < DAMAGES; i++) {
            if (i % DAMAGES_OF_A_DISK == 0) {
                whole = filled();
            }
            // given
            SimulatedDisk disk = whole.copy();
            String when = Damages.damage(disk, random, 2000) + ", damage " + i + " of -Dgannet.damages.seed=" + SEED;

            // when, then
            try (LiveEngine engine = LiveEngine.start(disk, accounts())) {
                check(engine, when);
            } catch (IOException | IllegalArgumentException e) {
                assertThat(e.getMessage()).as(when).isNotEmpty(); // It does not start, and says why.
            }
        }
    }

    /** Returns a disk as a server that was killed has left it. */
    private SimulatedDisk filled() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(random.nextLong());
        stream = new CrashStream(CrashStream.Kind.PLAIN, random.nextLong());
        sequences = new HashMap<>();
        try (LiveEngine engine = LiveEngine.start(disk, accounts())) {
            assertThat(engine.create(stream)).isTrue();
            engine.onAnswer((number, text) -> {
                Matcher seq = SEQ.matcher(text);
                assertThat(seq.find()).as(text).isTrue();
                sequences.put(number, Long.parseLong(seq.group(1)));
            });
            for (int i = 0; i < MESSAGES; i++) {
                int number = stream.next(0);
                engine.publish(stream, number, number);
                while (sequences.size() + 20 < i) {
                    engine.turn();
                }
            }
            while (sequences.size() < MESSAGES) {
                engine.turn();
            }
            return disk.copy();
        }
    }

    /** Each server has its own: in another one's the streams of that one would take what is published, too. */
    private Accounts accounts() {
        return new Accounts(ServerConfig.defaults(), random::nextLong);
    }

    private void check(LiveEngine engine, String when) throws Exception {
        Map<Integer, Long> found = new HashMap<>();
        for (CrashStream.Kept kept : engine.read(stream)) {
            int number = Integer.parseInt(new String(kept.payload(), 0, NUMBER_DIGITS, US_ASCII));
            assertThat(Arrays.equals(kept.payload(), stream.payload(number)))
                    .as("message %s is as it was published, %s", number, when)
                    .isTrue();
            assertThat(kept.subject()).as(when).isEqualTo(stream.subject(number));
            assertThat(found.put(number, kept.seq())).as(when).isNull();
            assertThat(kept.seq())
                    .as("the sequence of message %s is what was acknowledged, %s", number, when)
                    .isEqualTo(sequences.get(number));
        }
        if (!found.equals(sequences)) {
            assertThat(engine.log())
                    .as("told that %s of %s messages are there, %s", found.size(), sequences.size(), when)
                    .anyMatch(line -> line.startsWith("[ERR]") || line.startsWith("[WRN]"));
        }
    }
}

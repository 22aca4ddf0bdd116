package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Quoted;
import dev.gannet.fuzz.FrameSource;
import dev.gannet.fuzz.Mutator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The short way of a message is only faster: whatever comes, whole or cut anywhere, the client is told the same as on
 * the long way. {@code -Dgannet.fuzz.seed} repeats a run.
 */
class TwoWaysTest {
    private static final int ROUNDS = 3_000;
    private static final int PAYLOAD_MAX = 200;
    private static final int LINE_MAX = 128;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final List<String> SCRAPS = List.of(
            "PUB ",
            "pub ",
            "HPUB ",
            "hPuB ",
            "PUB",
            "a",
            "ab.cdefg",
            "abcdefgh",
            "x.y.abcdefghijkl",
            " ",
            " ",
            " ",
            "0",
            "1",
            "2",
            "5",
            "12",
            "007",
            "123456789",
            "1234567890",
            "\r\n",
            "\r\n",
            "\r\n",
            "\n",
            "\r",
            "\t",
            "é",
            "\0");
    private static final byte[] NOTHING = {};

    private final long seed = Long.getLong("gannet.fuzz.seed", System.nanoTime());

    @Test
    void shouldTellTheSameOfFramesOnEitherWay() {
        SplittableRandom random = new SplittableRandom(seed);
        FrameSource source = new FrameSource(random, PAYLOAD_MAX, LINE_MAX);
        Mutator mutator = new Mutator(random);
        int published = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            int frames = 1 + random.nextInt(12);
            for (int i = 0; i < frames; i++) {
                byte[] frame = source.next();
                input.writeBytes(random.nextInt(8) == 0 ? mutator.mutate(frame) : frame);
            }
            published += compare(input.toByteArray(), random, round);
        }
        // Not everything is refused.
        assertThat(published).isGreaterThan(ROUNDS);
    }

    @Test
    void shouldTellTheSameOfScrapsOnEitherWay() {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 10 * ROUNDS; round++) {
            StringBuilder input = new StringBuilder(random.nextBoolean() ? "" : "PUB ab.cdefg 1\r\n2\r\n");
            int scraps = 1 + random.nextInt(12);
            for (int i = 0; i < scraps; i++) {
                input.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
            compare(input.toString().getBytes(ISO_8859_1), random, round);
        }
    }

    /** Compares the ways, and both with themselves in pieces; returns how many messages were taken. */
    private int compare(byte[] input, SplittableRandom random, int round) {
        Supplier<String> what = () -> "-Dgannet.fuzz.seed=" + seed + ", round " + round + ": "
                + Quoted.ofBytes(new String(input, ISO_8859_1));
        int options = random.nextInt(16);
        RecordingClient direct = client(true, options);
        RecordingClient careful = client(false, options);
        Reading directly = new Reading(direct, BUFFER_BYTES);
        Reading carefully = new Reading(careful, BUFFER_BYTES);

        directly.read(input, NOTHING);
        carefully.read(input, NOTHING);
        assertThat(direct.calls()).as(what).isEqualTo(careful.calls());
        assertThat(direct.details()).as(what).isEqualTo(careful.details());
        assertThat(directly.unfinishedBytes()).as(what).isEqualTo(carefully.unfinishedBytes());
        assertThat(directly.needed()).as(what).isEqualTo(carefully.needed());

        RecordingClient directInPieces = client(true, options);
        RecordingClient carefulInPieces = client(false, options);
        readInPieces(directInPieces, input, random);
        readInPieces(carefulInPieces, input, random);
        assertThat(directInPieces.calls()).as(what).isEqualTo(direct.calls());
        assertThat(carefulInPieces.calls()).as(what).isEqualTo(direct.calls());
        assertThat(carefulInPieces.lines()).as(what).isEqualTo(careful.lines());
        long published = direct.calls().stream()
                .filter(call -> call.startsWith("publish "))
                .count();
        return (int) published;
    }

    private static RecordingClient client(boolean direct, int options) {
        RecordingClient client =
                new RecordingClient(direct).withLimits((options & 3) == 0 ? -1 : PAYLOAD_MAX, LINE_MAX);
        if ((options & 4) != 0) {
            client.suspendingOnConnect().forgettingAfter(3);
        }
        if (options == 8) {
            client.withoutHeaders();
        }
        if (options == 9) {
            client.expectingConnect();
        }
        return client;
    }

    private static void readInPieces(RecordingClient client, byte[] input, SplittableRandom random) {
        Reading reading = new Reading(client, BUFFER_BYTES);
        int most = random.nextBoolean() ? 3 : 40;
        byte[] before = NOTHING;
        int from = 0;
        while (from < input.length && !client.isClosed()) {
            int to = Math.min(input.length, from + 1 + random.nextInt(most));
            byte[] piece = Arrays.copyOfRange(input, from, to);
            byte[] behind = switch (random.nextInt(3)) {
                case 0 -> Arrays.copyOfRange(input, to, input.length); // What will come.
                case 1 -> before; // What came before.
                default -> "7 7\r\n1234567\r\n\r\n PUB a 1\r\n".getBytes(ISO_8859_1);
            };
            reading.read(piece, behind);
            before = piece;
            from = to;
        }
    }
}

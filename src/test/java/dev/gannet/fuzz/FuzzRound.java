package dev.gannet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Some thousand frames from one seed, given to two servers: to one in large reads, to the other in pieces that end
 * anywhere. Both must say the same, byte for byte; what they say must be frames; who sends what cannot be understood is
 * closed or still answers; and a client that behaves notices nothing.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class FuzzRound {
    private static final int CONNECTIONS = 4;
    private static final int FRAMES_IN_BATCH_MAX = 12;
    private static final byte[] ASK = "\r\nPING\r\n".getBytes(ISO_8859_1);

    private final SplittableRandom random;
    private final FrameSource source;
    private final Mutator mutator;
    private final MemoryServer whole;
    private final MemoryServer split;
    private final Pair[] pairs = new Pair[CONNECTIONS];
    private final Pair good;
    private final int askBytesMax;
    private final String login;
    private long frames;
    private long answered;
    private long closed;

    /** The same connection to both servers. */
    private record Pair(MemoryConnection whole, MemoryConnection split) {}

    FuzzRound(long seed, ServerConfig config, ServerLog log) {
        this.random = new SplittableRandom(seed);
        int payloadMax = config.limits().maxPayloadBytes();
        int lineMax = config.limits().maxControlLineBytes();
        this.source = new FrameSource(random, payloadMax, lineMax);
        this.mutator = new Mutator(random);
        this.whole = new MemoryServer(config, log);
        this.split = new MemoryServer(config, log);
        this.askBytesMax = 2 * (payloadMax + lineMax + 100);
        this.login = config.authorization().users().isEmpty() ? "" : "\"user\":\"plain\",\"pass\":\"secret\",";
        this.good = connect();
        both(
                good,
                ("CONNECT {" + login + "\"verbose\":false,\"pedantic\":false}\r\nSUB good.only 7\r\n")
                        .getBytes(ISO_8859_1));
        Arrays.setAll(pairs, i -> connect());
    }

    private Pair connect() {
        return new Pair(whole.connect(), split.connect());
    }

    /** Sends {@code count} frames. */
    void run(int count) {
        while (frames < count) {
            int index = random.nextInt(CONNECTIONS);
            Pair pair = pairs[index];
            batch(pair);
            boolean ask = random.nextInt(16) == 0;
            if (ask) {
                ask(pair);
            }
            if (pair.whole.isClosed()) {
                closed++;
                pairs[index] = connect();
            }
            if (random.nextInt(64) == 0) {
                askTheGoodOne();
            }
        }
        finish();
    }

    long frames() {
        return frames;
    }

    long closed() {
        return closed;
    }

    long answered() {
        return answered;
    }

    private void batch(Pair pair) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(FRAMES_IN_BATCH_MAX);
        for (int i = 0; i < count; i++) {
            byte[] frame = source.next();
            batch.writeBytes(random.nextInt(3) == 0 ? mutator.mutate(frame) : frame);
        }
        frames += count;
        both(pair, batch.toByteArray());
        whole.advance(1);
        split.advance(1);
    }

    private void both(Pair pair, byte[] bytes) {
        pair.whole.receive(bytes);
        whole.turn();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
            pair.split.receive(bytes, from, to);
            if (random.nextInt(4) == 0) {
                split.turn();
            }
            from = to;
        }
        split.turn();
        compare(good);
        for (Pair each : pairs) {
            if (each != null) {
                compare(each);
            }
        }
    }

    private static void compare(Pair pair) {
        byte[] one = pair.whole.takeOutput();
        byte[] other = pair.split.takeOutput();
        if (!Arrays.equals(one, other) || pair.whole.isClosed() != pair.split.isClosed()) {
            throw new AssertionError("whole:\n" + shown(pair.whole, one) + "\nin pieces:\n" + shown(pair.split, other));
        }
    }

    private static String shown(MemoryConnection connection, byte[] bytes) {
        return new String(bytes, ISO_8859_1) + (connection.isClosed() ? "(closed)" : "(open)");
    }

    /** Whatever has come before, soon there is an answer or an end. */
    private void ask(Pair pair) {
        long before = pair.whole.pongs();
        for (int sent = 0; !pair.whole.isClosed(); sent += ASK.length) {
            if (sent > askBytesMax) {
                throw new AssertionError("neither answers nor ends after " + sent + " bytes");
            }
            both(pair, ASK);
            if (pair.whole.pongs() > before) {
                answered++;
                return;
            }
        }
    }

    private void askTheGoodOne() {
        long before = good.whole.pongs();
        byte[] message = ("PUB good.only 4\r\n" + (1000 + random.nextInt(9000)) + "\r\nPING\r\n").getBytes(ISO_8859_1);
        good.whole.receive(message);
        whole.turn();
        good.split.receive(message);
        split.turn();
        byte[] answer = good.whole.takeOutput();
        good.split.takeOutput();
        String expected = "MSG good.only 7 " + new String(message, 14, message.length - 20, ISO_8859_1);
        if (good.whole.pongs() == before || !new String(answer, ISO_8859_1).contains(expected)) {
            throw new AssertionError("the good client got: " + shown(good.whole, answer) + " (expected: " + expected);
        }
    }

    private void finish() {
        for (Pair pair : pairs) {
            pair.whole.endInput();
            pair.split.endInput();
        }
        good.whole.endInput();
        good.split.endInput();
        whole.turn();
        split.turn();
        String left = whole.leftovers() + split.leftovers();
        if (!left.isEmpty()) {
            throw new AssertionError("left behind by connections that are gone: " + left);
        }
    }
}

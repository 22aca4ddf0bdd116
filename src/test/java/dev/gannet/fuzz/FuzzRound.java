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
 * closed or still answers, and makes the server keep no more than a line and a message; and two clients that behave, who
 * exchange numbered messages meanwhile, notice nothing. One of the strangers reads a few bytes at a time.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class FuzzRound {
    private static final int CONNECTIONS = 4;
    private static final int FRAMES_IN_BATCH_MAX = 12;
    private static final int FEW_DAMAGED = 16;
    private static final byte[] ASK = "PING\r\n".getBytes(ISO_8859_1);
    private static final byte[] END_AND_ASK = "\r\nPING\r\n".getBytes(ISO_8859_1);

    private final SplittableRandom random;
    private final FrameSource source;
    private final Mutator mutator;
    private final MemoryServer whole;
    private final MemoryServer split;
    private final Pair[] pairs = new Pair[CONNECTIONS];
    private final Witness witness;
    private final int askBytesMax;
    private final int keptBytesMax;
    private final String login;
    private final int soundFrames; // One frame of so many is damaged: connections that live longer get further.
    private long frames;
    private long answered;
    private long closed;

    FuzzRound(long seed, ServerConfig config, ServerLog log) {
        this.random = new SplittableRandom(seed);
        int payloadMax = config.limits().maxPayloadBytes();
        int lineMax = config.limits().maxControlLineBytes();
        this.source = new FrameSource(random, payloadMax, lineMax);
        this.mutator = new Mutator(random);
        this.whole = new MemoryServer(config, log);
        this.split = new MemoryServer(config, log);
        this.askBytesMax = 2 * (payloadMax + lineMax + 100);
        this.soundFrames = 2 << random.nextInt(6);
        this.keptBytesMax = payloadMax + 2 * lineMax + 100;
        this.login = config.authorization().users().isEmpty() ? "" : "\"user\":\"plain\",\"pass\":\"secret\",";
        this.witness = new Witness(whole, split, login);
        Arrays.setAll(pairs, this::connect);
    }

    private Pair connect(int index) {
        Pair pair = new Pair(whole.connect(), split.connect());
        if (index == 0) {
            pair.whole().trickle(random.nextLong());
            pair.split().trickle(random.nextLong());
        }
        if (soundFrames >= FEW_DAMAGED) {
            byte[] connect = ("CONNECT {" + login + "\"headers\":true,\"verbose\":false}\r\n").getBytes(ISO_8859_1);
            pair.whole().receive(connect);
            pair.split().receive(connect);
        }
        return pair;
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
            if (pair.whole().isClosed()) {
                closed++;
                pairs[index] = connect(index);
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
            byte[] frame = frame();
            batch.writeBytes(random.nextInt(soundFrames) == 0 ? mutator.mutate(frame) : frame);
        }
        frames += count;
        both(pair, batch.toByteArray());
        whole.advance(1);
        split.advance(1);
    }

    /** In a round with little damage, those who have logged in do not risk it with another CONNECT or less. */
    private byte[] frame() {
        byte[] frame = source.next();
        while (soundFrames >= FEW_DAMAGED && "PHSU".indexOf(frame[0] & ~0x20) < 0) {
            frame = source.next();
        }
        return frame;
    }

    private void both(Pair pair, byte[] bytes) {
        boolean watched = random.nextInt(8) == 0;
        if (watched) {
            witness.publish();
        }
        pair.whole().receive(bytes);
        whole.turn();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
            pair.split().receive(bytes, from, to);
            if (random.nextInt(4) == 0) {
                split.turn();
            }
            from = to;
        }
        split.turn();
        for (Pair each : pairs) {
            compare(each);
        }
        if (watched) {
            witness.check();
        }
    }

    private void compare(Pair pair) {
        pair.whole().drain();
        pair.split().drain();
        byte[] one = pair.whole().takeOutput();
        byte[] other = pair.split().takeOutput();
        if (!Arrays.equals(one, other)
                || pair.whole().isClosed() != pair.split().isClosed()) {
            throw new AssertionError(
                    "whole:\n" + shown(pair.whole(), one) + "\nin pieces:\n" + shown(pair.split(), other));
        }
        int kept = pair.whole().unfinishedBytes();
        if (kept > keptBytesMax || kept != pair.split().unfinishedBytes()) {
            throw new AssertionError("kept of the input: " + kept + " and "
                    + pair.split().unfinishedBytes() + " bytes (expected: equal, at most " + keptBytesMax + ")");
        }
    }

    private static String shown(MemoryConnection connection, byte[] bytes) {
        return new String(bytes, ISO_8859_1) + (connection.isClosed() ? "(closed)" : "(open)");
    }

    /** Whatever has come before, soon there is an answer or an end: of a line that has begun, or after its end. */
    private void ask(Pair pair) {
        long before = pair.whole().pongs();
        byte[] ask = pair.whole().unfinishedBytes() == 0 ? ASK : END_AND_ASK;
        for (int sent = 0; !pair.whole().isClosed(); sent += ask.length) {
            if (sent > askBytesMax) {
                throw new AssertionError("neither answers nor ends after " + sent + " bytes");
            }
            both(pair, ask);
            if (pair.whole().pongs() > before) {
                answered++;
                return;
            }
        }
    }

    private void finish() {
        for (Pair pair : pairs) {
            pair.whole().endInput();
            pair.split().endInput();
        }
        witness.leave();
        whole.turn();
        split.turn();
        String left = whole.leftovers() + split.leftovers();
        if (!left.isEmpty()) {
            throw new AssertionError("left behind by connections that are gone: " + left);
        }
    }
}

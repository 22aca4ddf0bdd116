package dev.gannet.jetstream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.testing.CrashStream;
import dev.gannet.testing.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A disk whose calls fail for a while: each message is answered, none that was acknowledged is lost, and it goes on. */
class FailingDiskTest {
    private static final int CALLS = Integer.getInteger("gannet.failures", 250);
    private static final long SEED = Long.getLong("gannet.failures.seed", System.nanoTime());
    private static final int FAILURES_MAX = 30;
    private static final int MESSAGES_MIN = 60;
    private static final int WAITING_MAX = 20;
    private static final long ANSWER_NANOS = 20_000_000_000L;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    @Test // ST-1
    void shouldLoseNothingWhenCallsFail() throws Exception {
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int call = 1; call <= CALLS; call++) {
            new Case(call, seeds.split()).run();
        }
    }

    /** The calls from one on fail. */
    private static final class Case {
        private final SplittableRandom random;
        private final String when;
        private final SimulatedDisk disk;
        private final Accounts accounts;
        private final List<CrashStream> streams = new ArrayList<>();
        private final List<Sent> sent = new ArrayList<>();
        private final long failsUntil;
        private int answered;
        private int acknowledged;

        Case(int call, SplittableRandom random) {
            this.random = random;
            this.disk = new SimulatedDisk(random.nextLong());
            this.accounts = new Accounts(ServerConfig.defaults(), random::nextLong);
            int failures = 1 + random.nextInt(FAILURES_MAX);
            this.when = failures + " failures from call " + call + " on, -Dgannet.failures.seed=" + SEED;
            this.failsUntil = call + (long) failures;
            disk.failFrom(call, failures, random.nextBoolean() ? "Input/output error" : "No space left on device");
            for (CrashStream.Kind kind :
                    List.of(CrashStream.Kind.PLAIN, CrashStream.Kind.LIMITED, CrashStream.Kind.CLEARED)) {
                streams.add(new CrashStream(kind, random.nextLong()));
            }
        }

        private record Sent(CrashStream stream, int message) {}

        void run() throws Exception {
            // given, when
            try (LiveEngine engine = started()) {
                engine.onAnswer(this::answered);
                for (CrashStream stream : streams) {
                    create(engine, stream);
                }
                work(engine);
                // then
                publishUntilStored(engine);
                for (CrashStream stream : streams) {
                    stream.check(engine.read(stream), when);
                }
            }
            try (LiveEngine engine = LiveEngine.start(disk.powerCut(), accounts)) {
                for (CrashStream stream : streams) {
                    stream.check(engine.read(stream), when + ", after the end");
                }
            }
        }

        /** Starts it; where that fails it is tried again. */
        private LiveEngine started() throws Exception {
            @Nullable LiveEngine engine = null;
            for (int i = 0; engine == null; i++) {
                assertThat(i).as("starts, %s", when).isLessThanOrEqualTo(FAILURES_MAX);
                try {
                    engine = LiveEngine.start(disk, accounts);
                } catch (IOException e) {
                    assertThat(disk.calls()).as("%s, %s", e, when).isLessThanOrEqualTo(failsUntil);
                }
            }
            return engine;
        }

        private void create(LiveEngine engine, CrashStream stream) throws Exception {
            for (int i = 0; !engine.create(stream); i++) {
                assertThat(i).as("attempts to make a stream, %s", when).isLessThanOrEqualTo(FAILURES_MAX);
            }
        }

        private void work(LiveEngine engine) throws Exception {
            for (int i = 0; i < MESSAGES_MIN || disk.calls() < failsUntil; i++) {
                publish(engine, streams.get(random.nextInt(streams.size())));
                awaitAnswers(engine, random.nextInt(WAITING_MAX));
                if (random.nextInt(8) == 0) {
                    change(engine, streams.get(2));
                }
            }
        }

        private void publish(LiveEngine engine, CrashStream stream) {
            sent.add(new Sent(stream, stream.next(0)));
            engine.publish(stream, sent.get(sent.size() - 1).message(), sent.size() - 1);
        }

        private void awaitAnswers(LiveEngine engine, int waiting) throws Exception {
            long deadline = System.nanoTime() + ANSWER_NANOS;
            while (sent.size() - answered > waiting) {
                assertThat(System.nanoTime() - deadline)
                        .as("%s of %s answers, %s: %s", answered, sent.size(), when, engine.log())
                        .isNegative();
                engine.turn();
            }
        }

        private void answered(int reply, String text) {
            answered++;
            Matcher seq = SEQ.matcher(text);
            if (!text.contains("\"error\"") && seq.find()) {
                acknowledged++;
                sent.get(reply).stream().acknowledged(sent.get(reply).message(), Long.parseLong(seq.group(1)));
            }
        }

        private void change(LiveEngine engine, CrashStream stream) throws Exception {
            long seq = stream.someSequence(random);
            if (seq != 0 && random.nextBoolean()) {
                stream.purging(seq);
                if (engine.purge(stream, seq)) {
                    stream.purged(seq);
                }
            } else if (seq != 0) {
                stream.deleting(seq);
                if (engine.delete(stream, seq, random.nextBoolean())) {
                    stream.deleted(seq);
                }
            }
        }

        /** The disk is well again: what is published now is stored. */
        private void publishUntilStored(LiveEngine engine) throws Exception {
            awaitAnswers(engine, 0);
            int before = acknowledged;
            for (CrashStream stream : streams) {
                publish(engine, stream);
            }
            awaitAnswers(engine, 0);
            assertThat(acknowledged - before)
                    .as("stored when the disk is well again, %s: %s", when, engine.log())
                    .isEqualTo(streams.size());
        }
    }
}

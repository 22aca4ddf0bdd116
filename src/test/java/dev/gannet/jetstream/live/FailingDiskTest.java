package dev.gannet.jetstream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.testing.CrashStream;
import dev.gannet.testing.CrashStream.Kind;
import dev.gannet.testing.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A disk whose calls fail for a while: each message is answered, none that was acknowledged is lost, and it goes on; and
 * consumers get nothing again that they were confirmed to be done with, miss nothing, and go on too.
 */
class FailingDiskTest {
    private static final int CALLS = Integer.getInteger("gannet.failures", 250);
    private static final long SEED = Long.getLong("gannet.failures.seed", System.nanoTime());
    private static final int FAILURES_MAX = 30;
    private static final int MESSAGES_MIN = 60;
    private static final int WAITING_MAX = 20;
    private static final long ANSWER_NANOS = 20_000_000_000L;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    @Test // ST-1, CO-94
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
        private final List<LiveWorker> workers = new ArrayList<>();
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
            for (Kind kind : List.of(Kind.PLAIN, Kind.LIMITED, Kind.CLEARED, Kind.WORK)) {
                streams.add(new CrashStream(kind, random.nextLong()));
            }
            workers.add(new LiveWorker(streams.get(0), 0, random.split()));
            workers.add(new LiveWorker(streams.get(3), 1, random.split()));
        }

        private record Sent(CrashStream stream, int message) {}

        void run() throws Exception {
            // given, when
            try (LiveEngine engine = started()) {
                engine.onAnswer(this::answered);
                for (CrashStream stream : streams) {
                    create(engine, stream);
                }
                for (LiveWorker worker : workers) {
                    create(engine, worker);
                    worker.listen(engine);
                }
                work(engine);
                // then
                List<Integer> before = workers.stream().map(LiveWorker::came).toList();
                publishUntilStored(engine);
                consume(engine, before);
                check(engine, when);
            }
            try (LiveEngine engine = LiveEngine.start(disk.powerCut(), accounts)) {
                check(engine, when + ", after the end");
            }
        }

        private void check(LiveEngine engine, String now) throws Exception {
            for (CrashStream stream : streams) {
                stream.check(engine.read(stream), now);
            }
            for (LiveWorker worker : workers) {
                worker.check(engine, now);
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

        private void create(LiveEngine engine, LiveWorker worker) throws Exception {
            for (int i = 0; !worker.create(engine); i++) {
                assertThat(i).as("attempts to make a consumer, %s", when).isLessThanOrEqualTo(FAILURES_MAX);
            }
        }

        private void work(LiveEngine engine) throws Exception {
            for (int i = 0; i < MESSAGES_MIN || disk.calls() < failsUntil; i++) {
                publish(engine, streams.get(random.nextInt(streams.size())));
                awaitAnswers(engine, random.nextInt(WAITING_MAX));
                if (random.nextInt(4) == 0) {
                    workers.get(random.nextInt(workers.size())).pull(engine);
                }
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

        /** The consumers go on, and everything that waits to be confirmed is. */
        private void consume(LiveEngine engine, List<Integer> before) throws Exception {
            for (int i = 0; i < workers.size(); i++) {
                LiveWorker worker = workers.get(i);
                long deadline = System.nanoTime() + ANSWER_NANOS;
                while (worker.came() == before.get(i) || worker.unconfirmed() > 0) {
                    assertThat(System.nanoTime() - deadline)
                            .as(
                                    "%s messages, %s confirmations to come, %s: %s",
                                    worker.came(), worker.unconfirmed(), when, engine.log())
                            .isNegative();
                    worker.pull(engine);
                    engine.turn();
                }
            }
        }
    }
}

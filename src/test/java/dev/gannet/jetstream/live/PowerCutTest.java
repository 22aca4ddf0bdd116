package dev.gannet.jetstream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.testing.CrashStream;
import dev.gannet.testing.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after the power was cut, whatever the disk was doing. */
class PowerCutTest {
    private static final int CHAINS = Integer.getInteger("gannet.cuts", 200) / 10;
    private static final int CUTS_IN_A_CHAIN = 10;
    private static final int CALLS_MAX = 300;
    private static final int WAITING_MAX = 50;
    private static final long SEED = Long.getLong("gannet.cuts.seed", System.nanoTime());
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    @Test // ST-1
    void shouldHaveWhatItAcknowledgedAfterThePowerWasCut() throws Exception {
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int chain = 0; chain < CHAINS; chain++) {
            new Chain(seeds.split(), "chain " + chain + " of -Dgannet.cuts.seed=" + SEED).run();
        }
    }

    /** A disk that goes from one server to the next. */
    private static final class Chain {
        private final SplittableRandom random;
        private final String when;
        private final List<CrashStream> streams = new ArrayList<>();
        private SimulatedDisk disk;

        Chain(SplittableRandom random, String when) {
            this.random = random;
            this.when = when;
            this.disk = new SimulatedDisk(random.nextLong());
            for (CrashStream.Kind kind : CrashStream.Kind.values()) {
                streams.add(new CrashStream(kind, random.nextLong()));
            }
        }

        void run() throws Exception {
            for (int i = 0; i < CUTS_IN_A_CHAIN; i++) {
                // given
                Accounts accounts = new Accounts(ServerConfig.defaults(), random::nextLong);
                SimulatedDisk found = disk;
                String now = when + ", cut " + i;
                try (LiveEngine engine = LiveEngine.start(disk, accounts)) {
                    // then
                    for (CrashStream stream : streams) {
                        if (i == 0) {
                            assertThat(engine.create(stream)).as(now).isTrue();
                        } else {
                            stream.check(engine.read(stream), now);
                        }
                    }
                    assertThat(engine.log()).as(now).noneMatch(line -> line.startsWith("[ERR]"));
                    // when
                    disk = workUntilCut(engine, found);
                    assertThat(engine.log()).as(now).noneMatch(line -> line.startsWith("[ERR]"));
                }
            }
        }

        private CrashStream of(CrashStream.Kind kind) {
            return streams.stream()
                    .filter(stream -> stream.kind() == kind)
                    .findFirst()
                    .orElseThrow();
        }

        private record Sent(CrashStream stream, int message) {}

        private SimulatedDisk workUntilCut(LiveEngine engine, SimulatedDisk found) throws Exception {
            AtomicReference<@Nullable SimulatedDisk> cut = new AtomicReference<>();
            found.beforeCall(found.calls() + 1 + random.nextInt(CALLS_MAX), () -> cut.set(found.powerCut()));
            List<Sent> sent = new ArrayList<>();
            int[] answered = {0};
            engine.onAnswer((reply, text) -> {
                answered[0]++;
                Matcher seq = SEQ.matcher(text);
                assertThat(seq.find()).as(text).isTrue();
                if (cut.get() == null) {
                    Sent one = sent.get(reply);
                    one.stream().acknowledged(one.message(), Long.parseLong(seq.group(1)));
                }
            });
            List<Integer> again = new ArrayList<>(of(CrashStream.Kind.UNIQUE).unknown());
            SimulatedDisk left = cut.get();
            for (int i = 0; left == null; i++) {
                CrashStream stream = streams.get(random.nextInt(streams.size()));
                boolean isAgain = stream.kind() == CrashStream.Kind.UNIQUE && !again.isEmpty();
                sent.add(new Sent(stream, isAgain ? again.remove(0) : stream.next(0)));
                engine.publish(stream, sent.get(i).message(), i);
                while (random.nextInt(4) == 0 || sent.size() - answered[0] > WAITING_MAX) {
                    engine.turn();
                }
                if (random.nextInt(40) == 0) {
                    change(engine, cut);
                }
                left = cut.get();
            }
            return left;
        }

        private void change(LiveEngine engine, AtomicReference<@Nullable SimulatedDisk> cut) throws Exception {
            CrashStream stream = of(CrashStream.Kind.CLEARED);
            long seq = stream.someSequence(random);
            if (seq == 0) {
                return;
            }
            if (random.nextInt(4) == 0) {
                stream.purging(seq);
                if (engine.purge(stream, seq) && cut.get() == null) {
                    stream.purged(seq);
                }
            } else {
                stream.deleting(seq);
                if (engine.delete(stream, seq, random.nextBoolean()) && cut.get() == null) {
                    stream.deleted(seq);
                }
            }
        }
    }
}

package dev.gannet.jetstream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.testing.SimulatedDisk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the disk was doing when the power was cut: what was confirmed to be done never comes again and is no longer kept,
 * and what was not acknowledged is neither lost nor skipped.
 */
class ConsumerCutTest {
    private static final int CHAINS = Integer.getInteger("gannet.cuts", 200) / 20;
    private static final int CUTS_IN_A_CHAIN = 10;
    private static final int CALLS_MAX = 200;
    private static final long SEED = Long.getLong("gannet.cuts.seed", System.nanoTime());
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final List<String> STREAMS = List.of("WORK", "INTEREST");
    private static final List<String> CONSUMERS = List.of("one", "two");

    @Test // CO-94
    void shouldNeitherRepeatWhatWasConfirmedNorSkipWhatWasNot() throws Exception {
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int chain = 0; chain < CHAINS; chain++) {
            new Chain(seeds.split(), "chain " + chain + " of -Dgannet.cuts.seed=" + SEED).run();
        }
    }

    /** What is known of one stream's messages. */
    private static final class Known {
        final Set<Long> stored = new HashSet<>();
        final List<Set<Long>> acknowledged = List.of(new HashSet<>(), new HashSet<>());
        final List<Set<Long>> confirmed = List.of(new HashSet<>(), new HashSet<>());
    }

    /** A disk that goes from one server to the next. */
    private static final class Chain {
        private final SplittableRandom random;
        private final String when;
        private final List<Known> known = List.of(new Known(), new Known());
        private SimulatedDisk disk;
        private int replies;

        Chain(SplittableRandom random, String when) {
            this.random = random;
            this.when = when;
            this.disk = new SimulatedDisk(random.nextLong());
        }

        void run() throws Exception {
            for (int i = 0; i < CUTS_IN_A_CHAIN; i++) {
                // given
                Accounts accounts = new Accounts(ServerConfig.defaults(), random::nextLong);
                SimulatedDisk found = disk;
                String now = when + ", cut " + i;
                try (LiveEngine engine = LiveEngine.start(disk, accounts)) {
                    // then
                    for (int stream = 0; stream < STREAMS.size(); stream++) {
                        if (i == 0) {
                            make(engine, stream);
                        } else {
                            check(engine, stream, now + ", " + STREAMS.get(stream));
                        }
                    }
                    assertThat(engine.log()).as(now).noneMatch(line -> line.startsWith("[ERR]"));
                    // when
                    disk = workUntilCut(engine, found);
                }
            }
        }

        private static void make(LiveEngine engine, int stream) throws Exception {
            String name = STREAMS.get(stream);
            String retention = stream == 0 ? "workqueue" : "interest";
            assertThat(engine.create("{\"name\":\"" + name + "\",\"subjects\":[\"" + name + ".>\"],\"retention\":\""
                            + retention + "\"}"))
                    .isTrue();
            for (String consumer : CONSUMERS) {
                String filter = stream == 0 ? name + "." + consumer : name + ".>";
                assertThat(engine.consumer(
                                name,
                                "{\"durable_name\":\"" + consumer
                                        + "\",\"ack_policy\":\"explicit\",\"filter_subject\":\"" + filter
                                        + "\",\"max_ack_pending\":-1}"))
                        .isTrue();
            }
        }

        private void check(LiveEngine engine, int stream, String now) throws Exception {
            Known of = known.get(stream);
            StringBuilder wrong = new StringBuilder();
            for (long seq : of.stored) {
                String found = engine.onLoop((live, in) -> wrong(in, of, seq, stream == 0), STREAMS.get(stream));
                wrong.append(found);
            }
            assertThat(wrong.toString()).as(now).isEmpty();
        }

        private static String wrong(Stream stream, Known of, long seq, boolean isQueue) {
            StringBuilder found = new StringBuilder();
            boolean isKept = stream.store().has(seq);
            for (int i = 0; i < CONSUMERS.size(); i++) {
                Consumer consumer = consumer(stream, i);
                byte[] subject = isKept ? stream.store().subjectOf(seq) : new byte[0];
                boolean isFor = !isQueue || (isKept && consumer.wants(subject, subject.length));
                boolean needs = consumer.state().needs(seq);
                if (of.confirmed.get(i).contains(seq) && needs) {
                    found.append(consumer.name()).append(" gets ").append(seq).append(" again; ");
                }
                if (isFor && !of.acknowledged.get(i).contains(seq) && !(isKept && needs)) {
                    found.append(consumer.name()).append(" misses ").append(seq).append("; ");
                }
            }
            boolean isDone = isQueue
                    ? of.confirmed.stream().anyMatch(confirmed -> confirmed.contains(seq))
                    : of.confirmed.stream().allMatch(confirmed -> confirmed.contains(seq));
            boolean isOpen = isQueue && of.acknowledged.stream().noneMatch(acked -> acked.contains(seq));
            if ((isDone && isKept) || (isOpen && !isKept)) {
                found.append(seq).append(isKept ? " is still kept; " : " is lost; ");
            }
            return found.toString();
        }

        private static Consumer consumer(Stream stream, int which) {
            return Objects.requireNonNull(stream.consumers().find(CONSUMERS.get(which)));
        }

        private SimulatedDisk workUntilCut(LiveEngine engine, SimulatedDisk found) throws Exception {
            AtomicReference<@Nullable SimulatedDisk> cut = new AtomicReference<>();
            found.beforeCall(found.calls() + 1 + random.nextInt(CALLS_MAX), () -> cut.set(found.powerCut()));
            List<Integer> sent = new ArrayList<>();
            int first = replies;
            engine.onAnswer((reply, text) -> {
                Matcher seq = SEQ.matcher(text);
                if (cut.get() == null && seq.find()) {
                    known.get(sent.get(reply - first)).stored.add(Long.parseLong(seq.group(1)));
                }
            });
            SimulatedDisk left = cut.get();
            while (left == null) {
                int stream = random.nextInt(STREAMS.size());
                if (random.nextInt(3) > 0) {
                    sent.add(stream);
                    String subject = STREAMS.get(stream) + "." + CONSUMERS.get(random.nextInt(2));
                    engine.publish(subject, replies++, "", new byte[random.nextInt(200)]);
                } else {
                    consume(engine, stream, cut);
                }
                engine.turn();
                left = cut.get();
            }
            return left;
        }

        private void consume(LiveEngine engine, int stream, AtomicReference<@Nullable SimulatedDisk> cut)
                throws Exception {
            int which = random.nextInt(2);
            int messages = 1 + random.nextInt(6);
            boolean isConfirmed = random.nextBoolean();
            SplittableRandom choice = random.split();
            Known of = known.get(stream);
            engine.onLoop(
                    (live, found) -> {
                        ConsumerState state = consumer(found, which).state();
                        String filter =
                                consumer(found, which).config().filters().get(0);
                        for (int i = 0; i < messages; i++) {
                            long next = found.store().next(filter, state.nextSeq());
                            if (next != 0) {
                                state.deliver(next, i + 1);
                            }
                        }
                        long seq = state.nextPending(1 + choice.nextInt((int) state.nextSeq()));
                        if (seq != 0) {
                            acknowledge(new Acked(found, of, which, seq, isConfirmed), live, cut);
                        }
                        return true;
                    },
                    STREAMS.get(stream));
        }

        private static void acknowledge(Acked acked, LiveShard live, AtomicReference<@Nullable SimulatedDisk> cut) {
            acked.of.acknowledged.get(acked.which).add(acked.seq);
            consumer(acked.stream, acked.which).state().ack(acked.seq, 9);
            if (acked.isConfirmed) {
                live.progress().confirm(acked.stream, () -> {
                    if (cut.get() == null) {
                        acked.of.confirmed.get(acked.which).add(acked.seq);
                    }
                });
            }
        }
    }

    private record Acked(Stream stream, Known of, int which, long seq, boolean isConfirmed) {}
}

package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.base.TaskLoop;
import dev.gannet.config.ServerConfig;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.PurgeRequest;
import dev.gannet.jetstream.StreamView;
import dev.gannet.testing.LoopDisk;
import dev.gannet.testing.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of which little is in memory: no loop waits for the disk, and where that fails nothing goes wrong by it. */
class FetchTest {
    private static final long SEED = Long.getLong("gannet.fetch.seed", System.nanoTime());
    private static final long ANSWER_NANOS = 20_000_000_000L;
    private static final int STEPS = 1500;
    private static final List<String> STREAMS = List.of(
            stream("limited", ",\"max_msgs\":200"),
            stream("latest", ",\"max_msgs_per_subject\":2"),
            stream("counted", ",\"allow_msg_counter\":true"),
            stream("mortal", ",\"max_age\":400000000,\"allow_msg_ttl\":true,\"subject_delete_marker_ttl\":1000000000"),
            stream("plain", ",\"allow_rollup_hdrs\":true,\"republish\":{\"src\":\">\",\"dest\":\"again.>\"}"),
            stream("refusing", ",\"max_msgs_per_subject\":2,\"discard\":\"new\",\"discard_new_per_subject\":true"));
    private static final List<String> NAMES = List.of("limited", "latest", "counted", "mortal", "plain", "refusing");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Accounts accounts = new Accounts(ServerConfig.defaults(), random::nextLong);
    private final SimulatedDisk files = new SimulatedDisk(random.nextLong());
    private final LoopDisk disk = new LoopDisk(files, FetchTest::isLoop);
    private final List<String> answers = new ArrayList<>();
    private int published;

    private static String stream(String name, String more) {
        return "{\"name\":\"" + name + "\",\"subjects\":[\"" + name + ".>\"],\"storage\":\"file\",\"allow_direct\":true"
                + more + "}";
    }

    /** Whoever does the tasks of a loop, its own thread or another, must not wait. */
    private static boolean isLoop() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.anyMatch(frame -> TaskLoop.class.isAssignableFrom(frame.getDeclaringClass())));
    }

    @Test
    void shouldReadNothingOnLoopsAndApplyTheSameAsReplay() throws Exception {
        String when = "-Dgannet.fetch.seed=" + SEED;
        List<String> state;
        SimulatedDisk left;
        try (LiveEngine engine = started()) {
            // given
            for (String name : NAMES) {
                String filter = name + ".*.1";
                assertThat(engine.consumer(name, "{\"durable_name\":\"c\",\"filter_subject\":\"" + filter + "\"}"))
                        .isTrue();
            }

            // when
            for (int i = 0; i < STEPS; i++) {
                step(engine);
            }
            awaitAnswers(engine, 0);
            assertThat(engine.purge("mortal", new PurgeRequest("", 0, 0))).isNotNegative();
            // then
            state = state(engine);
            left = files.copy();
            assertThat(disk.indexReads())
                    .as("indexes that were not in memory, %s", when)
                    .isPositive();
            assertThat(disk.readOnLoop())
                    .as("files that were read on a loop, %s", when)
                    .isEmpty();
            assertThat(engine.log()).as(when).noneMatch(line -> line.startsWith("[ERR]"));
        }
        try (LiveEngine engine = LiveEngine.start(left, accounts)) {
            assertThat(state(engine))
                    .as("after the start, %s: %s", when, engine.log())
                    .isEqualTo(state);
        }
    }

    @Test
    void shouldStandStillWhileStreamCannotBeRead() throws Exception {
        try (LiveEngine engine = started()) {
            // given
            for (int i = 0; i < 250; i++) {
                publish(engine, "limited", i % 7);
                publish(engine, "plain", i % 7);
            }
            awaitAnswers(engine, 0);
            settle(engine, "limited");
            engine.get(
                    "plain", get(1, "", Integer.MAX_VALUE)); // The last to be used, and more than there is memory for.
            List<StreamView> before = engine.list();

            // when
            disk.breakFiles(path -> path.startsWith("streams/0/1/"));
            answers.clear();
            published = 0;
            for (int i = 0; i < 60; i++) {
                publish(engine, "limited", i % 7);
                awaitAnswers(engine, 0);
            }

            // then
            assertThat(answers.get(answers.size() - 1))
                    .contains("cannot be read")
                    .contains("Input/output error");
            assertThat(engine.log())
                    .anyMatch(line -> line.startsWith("[ERR]") && line.contains("'limited'") && line.contains("'$G'"));
            assertThat(engine.list().get(2).problem()).contains("cannot be read");
            assertThat(engine.delete("limited", before.get(2).state().lastSeq(), false))
                    .isFalse();
            publish(engine, "plain", 1);
            awaitAnswers(engine, 0);
            assertThat(answers.get(answers.size() - 1)).doesNotContain("error").contains("\"seq\":251");

            // when
            disk.breakFiles(path -> false);
            awaitGoingOn(engine);

            // then
            publish(engine, "limited", 1);
            awaitAnswers(engine, 0);
            assertThat(answers.get(answers.size() - 1)).doesNotContain("error");
            List<String> state = state(engine);
            assertThat(state.toString()).contains("limited 200");
            SimulatedDisk left = files.copy();
            try (LiveEngine again = LiveEngine.start(left, accounts)) {
                assertThat(state(again)).isEqualTo(state);
            }
        }
    }

    @Test
    void shouldKeepWhatWasReadAShortWhileAgo() throws Exception {
        try (LiveEngine engine = started()) {
            // given a message that is in its file and was asked for
            for (int i = 0; i < 250; i++) {
                publish(engine, "plain", i % 7, ""); // Where others are rolled up, the next one may be far away.
            }
            awaitAnswers(engine, 0);
            List<String> before = engine.get("plain", get(1, "", 3));
            long second = Long.parseLong(before.get(1).split(" ", -1)[0]);

            // when
            disk.breakFiles(path -> path.endsWith(".seg"));

            // then what is asked for again is there, and so is what stands behind it, as long as it is in the stream
            assertThat(before).hasSize(4);
            assertThat(engine.get("plain", get(1, "", 3))).isEqualTo(before);
            assertThat(engine.get("plain", get(second, "", 2)).subList(0, 2)).isEqualTo(before.subList(1, 3));
            assertThat(engine.delete("plain", second, false)).isTrue();
            assertThat(engine.get("plain", get(second, "", 1))).first().isEqualTo(before.get(2));
        }
    }

    @Test
    void shouldAnswerWhenReadingShowsABug() throws Exception {
        try (LiveEngine engine = started()) {
            // given
            for (int i = 0; i < 250; i++) {
                publish(engine, "plain", i % 7);
            }
            awaitAnswers(engine, 0);

            // when
            disk.breakFiles(path -> {
                if (path.startsWith("journal")) {
                    return false;
                }
                throw new IllegalStateException("a bug at " + path);
            });
            List<String> found = engine.get("plain", get(1, "", 3));

            // then
            assertThat(found).last().asString().startsWith("failed ");
            assertThat(engine.log())
                    .filteredOn(line -> line.contains("a bug at") && line.contains("'plain'"))
                    .hasSize(1);

            // when
            disk.breakFiles(path -> false);

            // then
            assertThat(engine.get("plain", get(1, "", 3))).hasSize(4);
        }
    }

    private LiveEngine started() throws Exception {
        LiveEngine engine = LiveEngine.start(disk, accounts);
        engine.onAnswer((reply, text) -> answers.add(text));
        for (String settings : STREAMS) {
            assertThat(engine.create(settings)).as(settings).isTrue();
        }
        return engine;
    }

    /** Waits until a checkpoint has made indexes that can be let go. */
    private void settle(LiveEngine engine, String stream) throws Exception {
        int reads = disk.indexReads();
        long deadline = System.nanoTime() + ANSWER_NANOS;
        for (int i = 0; disk.indexReads() < reads + 20; i++) {
            assertThat(System.nanoTime() - deadline).isNegative();
            engine.get(stream, get(1 + i % 200, "", 3));
            engine.get("plain", get(1 + (i * 31) % 200, "", 3));
            engine.turn();
        }
    }

    private void awaitGoingOn(LiveEngine engine) throws Exception {
        long deadline = System.nanoTime() + ANSWER_NANOS;
        while (engine.list().get(2).problem() != null) {
            assertThat(System.nanoTime() - deadline).as("%s", engine.log()).isNegative();
            engine.turn();
        }
    }

    private void step(LiveEngine engine) throws Exception {
        String stream = NAMES.get(random.nextInt(NAMES.size()));
        int what = random.nextInt(100);
        if (what < 80) {
            publish(engine, stream, random.nextInt(40));
        } else if (what < 85) {
            engine.delete(stream, 1 + random.nextInt(published + 1), random.nextBoolean());
        } else if (what < 87) {
            int keep = random.nextInt(30);
            String filter = random.nextBoolean() ? "" : stream + ".*." + random.nextInt(3);
            engine.purge(stream, new PurgeRequest(filter, 0, filter.isEmpty() ? 30 + keep : keep));
        } else {
            engine.get(stream, request(stream));
        }
        awaitAnswers(engine, random.nextInt(20));
    }

    private GetRequest request(String stream) {
        String filter = random.nextInt(3) == 0 ? "" : stream + "." + random.nextInt(40) + ".*";
        return switch (random.nextInt(3)) {
            case 0 -> get(1 + random.nextInt(published + 1), filter, 1 + random.nextInt(20));
            case 1 -> new GetRequest(false, 0, stream + ".*." + random.nextInt(3), "", 0, 0, 0, List.of(), 0, 0);
            default ->
                new GetRequest(false, 0, "", "", 0, 0, 0, List.of(stream + ".>"), 1 + random.nextInt(published + 1), 0);
        };
    }

    private static GetRequest get(long seq, String filter, int batch) {
        return new GetRequest(false, seq, "", filter, 0, batch, 0, List.of(), 0, 0);
    }

    private void publish(LiveEngine engine, String stream, int key) {
        boolean isCounted = stream.equals("counted");
        String headers = isCounted ? "Nats-Incr: " + key : stream.equals("mortal") && key == 0 ? "Nats-TTL: 1s" : "";
        if (stream.equals("plain") && random.nextInt(40) == 0) {
            headers = "Nats-Rollup: sub";
        } else if (stream.equals("refusing") && random.nextInt(3) == 0) {
            headers = "Nats-Expected-Last-Subject-Sequence: " + random.nextInt(published + 1);
        }
        publish(engine, stream, key, headers);
    }

    private void publish(LiveEngine engine, String stream, int key, String headers) {
        boolean isCounted = stream.equals("counted");
        byte[] payload = isCounted ? new byte[0] : ("message " + published + " ".repeat(700)).getBytes(UTF_8);
        engine.publish(stream + "." + key + "." + key % 3, published, headers, payload);
        published++;
    }

    private void awaitAnswers(LiveEngine engine, int waiting) throws Exception {
        long deadline = System.nanoTime() + ANSWER_NANOS;
        while (published - answers.size() > waiting) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s of %s answers: %s", answers.size(), published, engine.log())
                    .isNegative();
            engine.turn();
        }
    }

    private List<String> state(LiveEngine engine) throws Exception {
        List<String> state = new ArrayList<>();
        for (StreamView view : engine.list()) {
            StreamView.State of = view.state();
            String name = view.config().name();
            if (!name.equals("mortal")) {
                state.add(Stream.of(
                                of.messages(),
                                of.bytes(),
                                of.firstSeq(),
                                of.lastSeq(),
                                of.subjects(),
                                of.firstTimeNanos())
                        .map(String::valueOf)
                        .reduce(name, (a, b) -> a + " " + b));
                state.addAll(engine.get(name, get(1, "", Integer.MAX_VALUE)));
            }
        }
        return state;
    }
}

package dev.gannet.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * What a server answers does not depend on how the client's bytes were cut into pieces on their way. Runs against the
 * server in this JVM; with {@code -Dgannet.splits=true} against any. (The reference passes but for the transcripts about
 * pedantic clients, which say why.)
 */
class EverySplitTest {
    private static final int SENT_BYTES_MAX = 1_500;
    private static final int SIDE_BY_SIDE = 6;

    @TestFactory
    Stream<DynamicTest> shouldAnswerTheSameForBytesCutAnywhere() throws IOException {
        return sideBySide(EverySplitTest::cutAnywhere);
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerTheSameForSingleBytes() throws IOException {
        return sideBySide(EverySplitTest::sendSingleBytes);
    }

    private interface Played {
        void play(Transcript transcript) throws IOException;
    }

    /** Plays several at a time, each with a server of its own: most of the time of each is spent waiting. */
    private static Stream<DynamicTest> sideBySide(Played played) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        List<DynamicTest> tests = splittable()
                .map(transcript -> {
                    Future<?> outcome = threads.submit(() -> {
                        played.play(transcript);
                        return true;
                    });
                    return test(transcript, () -> awaitOutcome(outcome));
                })
                .toList();
        threads.shutdown();
        return tests.stream();
    }

    private static void awaitOutcome(Future<?> outcome) throws Throwable {
        try {
            outcome.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void cutAnywhere(Transcript transcript) throws IOException {
        try (RunningServer server = ServerUnderTest.start(transcript.configuration());
                RoundTrip roundTrip = new RoundTrip(server.clientPort())) {
            SplitPace pace;
            int position = 1;
            do {
                pace = new SplitPace(position++, roundTrip);
                replay(transcript, server, pace, "cut before byte " + (position - 1));
                roundTrip.make();
            } while (pace.hasNext());
        }
    }

    private static void sendSingleBytes(Transcript transcript) throws IOException {
        try (RunningServer server = ServerUnderTest.start(transcript.configuration());
                RoundTrip roundTrip = new RoundTrip(server.clientPort())) {
            Pace singleBytes = (connection, text) -> {
                for (int i = 0; i < text.length(); i++) {
                    connection.send(text.substring(i, i + 1));
                    roundTrip.make();
                }
            };
            replay(transcript, server, singleBytes, "byte by byte");
        }
    }

    private static void replay(Transcript transcript, RunningServer server, Pace pace, String how) {
        try {
            Replay.play(transcript, server, pace);
        } catch (AssertionError e) {
            throw new AssertionError(how + ": " + e.getMessage(), e);
        }
    }

    private static Stream<Transcript> splittable() throws IOException {
        assumeTrue(ServerUnderTest.isInProcess() || Boolean.getBoolean("gannet.splits"));
        return Transcripts.all().stream()
                .filter(transcript -> transcript.splitsRefusal() == null)
                .filter(transcript -> transcript.notYet() == null)
                .filter(transcript -> sentBytes(transcript) <= SENT_BYTES_MAX);
    }

    private static int sentBytes(Transcript transcript) {
        return transcript.steps().stream()
                .filter(Step.Send.class::isInstance)
                .mapToInt(step -> ((Step.Send) step).text().length())
                .sum();
    }

    private static DynamicTest test(Transcript transcript, Executable executable) {
        return dynamicTest(
                transcript.name(), Transcripts.FOLDER.resolve(transcript.name()).toUri(), executable);
    }
}

package dev.gannet.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each transcript, played once against a server of its own. */
class WireTranscriptTest {
    @TestFactory
    Stream<DynamicTest> shouldAnswerAsTheTranscriptSays() throws IOException {
        return Transcripts.all().stream()
                .map(transcript -> dynamicTest(
                        transcript.name(),
                        Transcripts.FOLDER.resolve(transcript.name()).toUri(),
                        () -> play(transcript)));
    }

    private static void play(Transcript transcript) throws IOException {
        assumeTrue(transcript.notYet() == null || ServerUnderTest.isReference(), transcript.notYet());
        try (RunningServer server = ServerUnderTest.start(transcript.configuration())) {
            Replay.play(transcript, server, Pace.WHOLE);
        }
    }
}

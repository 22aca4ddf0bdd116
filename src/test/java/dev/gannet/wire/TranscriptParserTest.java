package dev.gannet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptParserTest {
    @Test
    void shouldReadStepsOfNamedConnections() {
        // given a transcript of two connections
        String text = """
                # A comment
                a> PING
                a< PONG
                >> raw\\0

                <EOF
                """;

        // when it is parsed
        Transcript transcript = TranscriptParser.parse(text, "case.wire");

        // then each step has its line, its connection and its bytes
        assertThat(transcript.steps())
                .isEqualTo(List.of(
                        new Step.Send(2, "a", "PING\r\n"),
                        new Step.Expect(3, "a", "PONG\r\n"),
                        new Step.Send(4, "", "raw\0"),
                        new Step.ExpectEnd(6, "")));
    }

    @Test
    void shouldReadConfigurationReloadAndRefusal() {
        // given a transcript with all kinds of blocks
        String text = """
                --- nats.conf
                max_payload: 10
                ---
                --- no splits: it takes too long
                --- not yet: teleportation
                > PING
                --- reload
                max_payload: 20
                ---
                """;

        // when it is parsed
        Transcript transcript = TranscriptParser.parse(text, "case.wire");

        // then the blocks are told apart
        assertThat(transcript.configuration()).isEqualTo("max_payload: 10\n");
        assertThat(transcript.splitsRefusal()).contains("it takes too long");
        assertThat(transcript.notYet()).contains("teleportation");
        assertThat(transcript.steps()).contains(new Step.Reload(7, "max_payload: 20\n"));
    }

    @Test
    void shouldGatherWhatMayComeInAnyOrder() {
        // when a transcript with two expectations in any order is parsed
        Transcript transcript = TranscriptParser.parse("<* x\n<* y\n", "case.wire");

        // then they are one step
        assertThat(transcript.steps()).isEqualTo(List.of(new Step.ExpectInAnyOrder(1, "", List.of("x\r\n", "y\r\n"))));
    }

    @Test
    void shouldNameFileAndLineOfAMistake() {
        assertThatThrownBy(() -> TranscriptParser.parse("> PING\nPONG\n", "case.wire"))
                .hasMessageContaining("case.wire:2");
        assertThatThrownBy(() -> TranscriptParser.parse("> \\q\n", "case.wire")).hasMessageContaining("case.wire:1");
        assertThatThrownBy(() -> TranscriptParser.parse("--- nats.conf\nport: 1\n", "case.wire"))
                .hasMessageContaining("not closed");
        assertThatThrownBy(() -> TranscriptParser.parse("# nothing\n", "case.wire"))
                .hasMessageContaining("case.wire");
    }

    @Test
    void shouldDecodeEscapes() {
        assertThat(Escapes.decode("a\\r\\n\\t\\0\\\\\\xff\\{ab*3}")).isEqualTo("a\r\n\t\0\\\u00ffababab");
        assertThat(Escapes.encode("a\r\n\t\0\\\u00ff")).isEqualTo("a\\r\\n\\t\\x00\\\\\\xff");
    }
}

package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.jetstream.Masked;
import dev.gannet.jetstream.Table;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Requests about consumers one after the other, and what the reference answered to them; cells: id, user, subject, header,
 * body, answer.
 */
class ConsumerTranscriptTest {
    // CO-1 to CO-53, CO-163 to CO-185, JA-20 to JA-30
    @TestFactory
    Stream<DynamicTest> shouldAnswerAsTheReferenceDoes() throws IOException {
        ApiHarness harness = new ApiHarness(Runnable::run);
        return Table.tests("consumers.tsv", 5, cells -> () -> {
            // when
            String found = harness.ask(cells[1], cells[2], cells[3], cells[4].getBytes(UTF_8)).stream()
                    .map(Masked::of)
                    .collect(Collectors.joining(" | "));

            // then
            assertThat(found).isEqualTo(cells[5]);
        });
    }
}

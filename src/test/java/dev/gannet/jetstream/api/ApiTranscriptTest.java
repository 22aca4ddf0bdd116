package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.jetstream.Masked;
import dev.gannet.jetstream.Table;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests one after the other, and what the reference answered to them; cells: id, user, subject, header, body, answers. */
class ApiTranscriptTest {
    // JA-1 to JA-86, ST-172 to ST-194
    @TestFactory
    Stream<DynamicTest> shouldAnswerAsTheReferenceDoes() throws IOException {
        ApiHarness harness = new ApiHarness(Runnable::run);
        return Table.tests("api.tsv", 5, cells -> () -> {
            // when
            String subject = cells[2];
            byte[] body = cells[4].getBytes(UTF_8);
            List<String> answers = subject.startsWith("$JS.")
                    ? harness.ask(cells[1], subject, cells[3], body)
                    : List.of(harness.streams.publish(subject, headers(cells[3]), body));

            // then
            String found = answers.stream().map(Masked::of).collect(Collectors.joining(" | "));
            assertThat(found).isEqualTo(cells[5]);
        });
    }

    private static byte[] headers(String header) {
        return header.isEmpty() ? new byte[0] : ("NATS/1.0\r\n" + header + "\r\n\r\n").getBytes(UTF_8);
    }
}

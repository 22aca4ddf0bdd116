package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckSubjectTest {
    @ParameterizedTest // CO-68, CO-69, CO-71
    @CsvSource({
        "1.2.3.4.5, 1 2 3",
        "1.2.3.4.5.more.6, 1 2 3",
        "1.2.3.x.y, 1 2 3",
        "x.2.3.4.5, 0 2 3",
        "1.2x.3.4.5, 1 9223372036854775807 3",
        "1.-2.3.4.5, 1 9223372036854775807 3",
        "1.2.x.4.5, 1 2 -1",
    })
    void shouldReadWhatIsAskedFor(String numbers, String expected) {
        Chunk in = Chunk.allocate(64);
        in.append(("c." + numbers).getBytes(ISO_8859_1));
        AckSubject subject = new AckSubject();

        subject.read(in, 2, 2 + numbers.length());

        assertThat(subject.deliveries() + " " + subject.streamSeq() + " " + subject.consumerSeq())
                .isEqualTo(expected);
    }
}

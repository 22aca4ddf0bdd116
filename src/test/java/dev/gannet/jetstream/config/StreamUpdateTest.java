package dev.gannet.jetstream.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.jetstream.Table;
import dev.gannet.jetstream.config.StreamChecks.Limits;
import dev.gannet.jetstream.config.StreamConfigReader.Asked;
import dev.gannet.jetstream.error.ApiException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What becomes of a stream that is to be changed; each row (id, what it is, what it is to be) was answered so by the reference. */
class StreamUpdateTest {
    private final StreamConfigReader reader = new StreamConfigReader(true);

    // ST-68 to ST-75, JA-58
    @TestFactory
    Stream<DynamicTest> shouldChangeAndRefuseWhatTheReferenceDoes() throws IOException {
        return Table.tests("update.tsv", 3, cells -> () -> {
            // given
            StreamConfig old =
                    StreamChecks.create(reader.request(cells[1].getBytes(UTF_8)).config(), Limits.NONE, false);

            // when
            String answer = answer(old, cells[2]);

            // then
            assertThat(answer).isEqualTo(cells[3]);
        });
    }

    private String answer(StreamConfig old, String request) {
        try {
            Asked asked = reader.request(request.getBytes(UTF_8));
            StreamConfig changed = StreamChecks.update(old, asked.config(), Limits.NONE, asked.isPedantic());
            return StreamConfigJson.write(AssetLevel.shown(changed, "2.15.2"));
        } catch (ApiException e) {
            return e.error().appendTo(new StringBuilder()).toString();
        }
    }
}

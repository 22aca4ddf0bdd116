package dev.gannet.jetstream.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.jetstream.Table;
import dev.gannet.jetstream.config.StreamChecks.Limits;
import dev.gannet.jetstream.config.StreamConfigReader.Asked;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.WireText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What becomes of what is asked of a new stream; each row was answered so by the reference. */
class StreamCreateTest {
    private static final Limits HOUR = new Limits(3_600_000_000_000L, false, 0, 0);
    private static final String MISMATCH = "mismatch";

    private final StreamConfigReader reader = new StreamConfigReader(true);

    // ST-1 to ST-63, JA-58, JA-59
    @TestFactory
    Stream<DynamicTest> shouldTakeAndRefuseWhatTheReferenceDoes() throws IOException {
        return Table.tests("create.tsv", 2, cells -> () -> {
            // when
            String answer = answer(cells[1]);

            // then
            assertThat(answer).isEqualTo(cells[2]);
        });
    }

    private String answer(String request) {
        try {
            Asked asked = reader.request(request.getBytes(UTF_8));
            if (asked.config().name().isEmpty()) {
                return MISMATCH; // The API's affair: the subject names a stream.
            }
            RequestedStream.check(asked.config());
            StreamConfig made = StreamChecks.create(asked.config(), HOUR, asked.isPedantic());
            return StreamConfigJson.write(AssetLevel.shown(made, "2.15.2"));
        } catch (ApiException e) {
            return e.error().appendTo(new StringBuilder()).toString();
        }
    }

    // JA-49, JA-50
    @TestFactory
    Stream<DynamicTest> shouldSayWhatIsWrongWithJsonInTheReferencesWords() throws IOException {
        return Table.tests("invalid-json.tsv", 1, cells -> () -> {
            // when
            String answer = "taken";
            try {
                reader.request(cells[0].getBytes(UTF_8));
            } catch (ApiException e) {
                answer = WireText.decode(e.error().description());
            }

            // then
            assertThat(answer).isEqualTo(cells[1]);
        });
    }

    // ST-34: the level that the server adds counts too
    @Test
    void shouldBoundMetadata() throws ApiException {
        // given
        int most = 131_072 - "_nats.req.level".length() - 1;

        // when
        StreamConfig made = StreamChecks.create(withMetadata(most), Limits.NONE, false);

        // then
        assertThat(made.metadata()).hasSize(2);
        assertThatThrownBy(() -> StreamChecks.create(withMetadata(most + 1), Limits.NONE, false))
                .isInstanceOf(ApiException.class)
                .hasMessage("stream metadata exceeds maximum size of 131072 bytes");
    }

    private static StreamConfig withMetadata(int length) {
        StreamDraft draft = new StreamDraft();
        draft.name = "x";
        draft.metadata.put("a", "v".repeat(length - 1));
        return draft.finish();
    }

    // ST-58
    @Test
    void shouldHoldTheAccountsLimits() {
        // given
        Limits limits = new Limits(0, true, 1000, 100_000);
        StreamDraft draft = new StreamDraft();
        draft.name = "x";

        // then
        assertError(draft, limits, ErrorCode.STREAM_MAX_BYTES_REQUIRED);
        draft.maxBytes = 100_001;
        assertError(draft, limits, ErrorCode.STREAM_MAX_STREAM_BYTES_EXCEEDED);
        draft.maxBytes = 1001;
        draft.storage = StorageType.MEMORY;
        assertError(draft, limits, ErrorCode.STREAM_MAX_STREAM_BYTES_EXCEEDED);
    }

    private static void assertError(StreamDraft draft, Limits limits, ErrorCode code) {
        assertThatThrownBy(() -> StreamChecks.create(draft.finish(), limits, false))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(code.error()));
    }

    // ST-40
    @Test
    void shouldRefuseSubjectsOfAnotherStream() throws ApiException {
        // given
        StreamConfig orders = named("orders", "orders.>");
        StreamConfig others = named("others", "other.*");

        // then
        StreamChecks.overlaps(named("new", "new.>"), List.of(orders, others));
        assertThatThrownBy(() -> StreamChecks.overlaps(named("new", "*.eu"), List.of(orders, others)))
                .isInstanceOf(ApiException.class)
                .hasMessage("subjects overlap with an existing stream");
    }

    // ST-67: who asks again for the same stream need not know its level
    @Test
    void shouldKnowTheSameStreamAgain() throws ApiException {
        // given
        StreamConfig existing = StreamChecks.create(named("orders", "orders.>"), Limits.NONE, false);

        // then
        assertThat(StreamChecks.isSame(
                        StreamChecks.create(AssetLevel.shown(existing, "9"), Limits.NONE, false), existing))
                .isTrue();
        assertThat(StreamChecks.isSame(named("orders", "orders.*"), existing)).isFalse();
    }

    // ST-35
    @TestFactory
    Stream<DynamicTest> shouldReadAgainWhatItWrites() throws IOException {
        return Table.tests("create.tsv", 2, cells -> () -> {
            if (cells[2].startsWith("{\"name\"")) {
                // when
                StreamConfig read = reader.stored(cells[2].getBytes(UTF_8));

                // then
                assertThat(StreamConfigJson.write(read)).isEqualTo(cells[2]);
            }
        });
    }

    static StreamConfig named(String name, String subject) {
        StreamDraft draft = new StreamDraft();
        draft.name = name;
        draft.subjects = List.of(subject);
        return draft.finish();
    }
}

package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.protocol.json.JsonException;
import org.junit.jupiter.api.Test;

class PullRequestReaderTest {
    private final PullRequestReader reader = new PullRequestReader();

    private PullRequest read(String body) throws JsonException {
        return reader.read(body.getBytes(ISO_8859_1));
    }

    @Test
    // CO-112, CO-115
    void shouldTakeWhateverIsNoNumberAndNoObjectForOne() throws JsonException {
        // given, when, then
        assertThat(read("").batch()).isEqualTo(1);
        assertThat(read(" \r\n").batch()).isEqualTo(1);
        assertThat(read("25").batch()).isEqualTo(25);
        assertThat(read(" 7 ").batch()).isEqualTo(7);
        assertThat(read("-3").batch()).isEqualTo(-3);
        assertThat(read("12x").batch()).isEqualTo(1);
        assertThat(read("[1]").batch()).isEqualTo(1);
    }

    @Test
    // CO-113, CO-114
    void shouldReadWhatAnObjectSays() throws JsonException {
        // given, when
        PullRequest request = read("""
                {"batch":5,"expires":1000,"max_bytes":7,"no_wait":true,"idle_heartbeat":500,"group":"g",
                "min_pending":3,"min_ack_pending":4,"id":"x","priority":2,"unknown":[1]}""");

        // then
        assertThat(request)
                .isEqualTo(
                        new PullRequest(5, 7, 1000, true, 500, new PullRequest.PullPriority(true, "g", 3, 4, "x", 2)));
        assertThat(read("{}").priority().isSaid()).isTrue();
        assertThat(read("3").priority().isSaid()).isFalse();
    }

    @Test
    // CO-116, CO-117
    void shouldSayWhatIsWrong() {
        // given, when, then
        assertThatThrownBy(() -> read("{\"expires\":1000,\"idle_heartbeat\":501}"))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.problem()).isEqualTo("heartbeat value too large"));
        assertThatThrownBy(() -> read("{\"batch\""))
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.problem()).isEqualTo("unexpected end of JSON input"));
    }
}

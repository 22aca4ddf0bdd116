package dev.gannet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubAckReaderTest {
    @Test
    void shouldReadAnAcknowledgement() {
        assertThat(PubAckReader.read("a", "{\"stream\":\"ORDERS\",\"seq\":7}"))
                .isEqualTo(new PubAck("ORDERS", 7, false, null));
        assertThat(PubAckReader.read(
                        "a", "{\"stream\":\"A\\u0042\\\"\", \"domain\":\"hub\", \"seq\":9,\"duplicate\": true}"))
                .isEqualTo(new PubAck("AB\"", 9, true, "hub"));
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() {
        assertThat(PubAckReader.read(
                        "a", "{\"type\":\"x\",\"stream\":\"S\",\"seq\":1,\"val\":\"5\",\"more\":{},\"none\":null}"))
                .isEqualTo(new PubAck("S", 1, false, null));
    }

    @Test
    void shouldSayWhyTheStreamRefuses() {
        assertThatExceptionOfType(PublishRefusedException.class)
                .isThrownBy(() -> PubAckReader.read(
                        "orders.new",
                        "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 5\"},"
                                + "\"stream\":\"S\",\"seq\":0}"))
                .withMessage("publish to orders.new: wrong last sequence: 5 (10071)")
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(10071));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pong",
                "{",
                "{}",
                "[]",
                "{\"stream\":",
                "{\"stream\":\"S",
                "{\"stream\":\"S\\",
                "{\"stream\":\"\\u00",
                "{\"stream\":\"S\",\"seq\":x}",
                "{\"seq\":1}",
                "{\"stream\":\"S\",\"seq\":1}}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}"
            })
    void shouldRefuseWhatIsNoAnswerOfAStream(String answer) {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> PubAckReader.read("a.b", answer))
                .withMessage("publish to a.b: the answer is not a stream's");
    }
}

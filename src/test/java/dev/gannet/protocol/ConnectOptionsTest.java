package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectOptionsTest {
    private final ConnectOptions options = new ConnectOptions();

    @Test
    void shouldBeginWithTheDefaultsOfTheProtocol() { // CP-83, CP-84, CP-91..93
        assertThat(options.verbose()).isTrue();
        assertThat(options.pedantic()).isTrue();
        assertThat(options.echo()).isTrue();
        assertThat(options.headers()).isFalse();
        assertThat(options.noResponders()).isFalse();
        assertThat(options.tlsRequired()).isFalse();
        assertThat(options.protocol()).isZero();
        assertThat(options.asksForAccount()).isFalse();
    }

    @Test
    void shouldReadEveryField() throws IOException { // CP-83..93
        // when
        read("{\"verbose\":false,\"pedantic\":false,\"echo\":false,\"headers\":true,\"no_responders\":true,"
                + "\"tls_required\":true,\"protocol\":1,\"user\":\"u\",\"pass\":\"p\",\"auth_token\":\"t\",\"nkey\":\"U1\","
                + "\"sig\":\"s\",\"jwt\":\"j\",\"name\":\"n\",\"lang\":\"l\",\"version\":\"v\"}");

        // then
        assertThat(options.verbose()).isFalse();
        assertThat(options.pedantic()).isFalse();
        assertThat(options.echo()).isFalse();
        assertThat(options.headers()).isTrue();
        assertThat(options.noResponders()).isTrue();
        assertThat(options.tlsRequired()).isTrue();
        assertThat(options.protocol()).isEqualTo(1);
        assertThat(options.user() + options.password() + options.token() + options.nkey())
                .isEqualTo("uptU1");
        assertThat(options.signature() + options.jwt() + options.name() + options.language() + options.version())
                .isEqualTo("sjnlv");
    }

    @Test
    void shouldKeepWhatASecondConnectDoesNotName() throws IOException { // CP-43
        // given
        read("{\"verbose\":false,\"name\":\"first\",\"headers\":true}");

        // when
        read("{\"name\":\"second\",\"echo\":null}");

        // then
        assertThat(options.verbose()).isFalse();
        assertThat(options.headers()).isTrue();
        assertThat(options.echo()).isTrue();
        assertThat(options.name()).isEqualTo("second");
    }

    @Test
    void shouldTakeFieldNamesInAnyCase() throws IOException {
        // when
        read("{\"Verbose\":false,\"NAME\":\"n\"}");

        // then
        assertThat(options.verbose()).isFalse();
        assertThat(options.name()).isEqualTo("n");
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() throws IOException { // CP-96
        // when
        read("{\"later\":{\"a\":[1,{\"verbose\":true}]},\"verbose\":false,\"more\":[[]]}");

        // then
        assertThat(options.verbose()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"account\":\"A\"}", "{\"new_account\":true}"})
    void shouldNoticeThatAnAccountIsAskedFor(String json) throws IOException { // CP-94
        // when
        read(json);

        // then
        assertThat(options.asksForAccount()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "{", "{\"verbose\":", "{\"verbose\":1}", "{\"verbose\":\"true\"}", "{\"name\":1}",
                        "{\"name\":true}",
                "{\"protocol\":\"1\"}", "{\"protocol\":1.5}", "{\"protocol\":true}", "[]", "1", "\"a\"", "{} {}", "{}x",
                "{\"protocol\":99999999999999999999}"
            })
    void shouldRefuseWhatIsNoObjectOrHasAFieldOfTheWrongType(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldBoundTheDepthOfWhatItPassesOver() {
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldTakeNullForNothing() throws IOException {
        // when
        read("null");

        // then
        assertThat(options.verbose()).isTrue();
    }

    @Test
    void shouldNotTellSecrets() throws IOException {
        // when
        read("{\"user\":\"u1\",\"pass\":\"p1\",\"auth_token\":\"t1\",\"sig\":\"s1\",\"jwt\":\"j1\",\"name\":\"n1\"}");

        // then
        assertThat(options.toString()).contains("n1").doesNotContain("p1", "t1", "s1", "j1");
    }

    private void read(String json) throws IOException {
        options.read(json.getBytes(UTF_8));
    }
}

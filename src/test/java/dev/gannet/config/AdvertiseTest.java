package dev.gannet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

// CP-62, CP-82
class AdvertiseTest {
    private static final int BOUND = 4222;

    @Test
    void shouldTakeHostAndPort() {
        assertThat(Advertise.parse("example.org:99", BOUND)).isEqualTo(new Advertise("example.org", 99));
        assertThat(Advertise.parse("[::1]:99", BOUND)).isEqualTo(new Advertise("::1", 99));
        assertThat(Advertise.parse(":99", BOUND)).isEqualTo(new Advertise("", 99));
    }

    @Test
    void shouldTakeTheBoundPortForNone() {
        assertThat(Advertise.parse("example.org", BOUND)).isEqualTo(new Advertise("example.org", BOUND));
        assertThat(Advertise.parse("[::1]", BOUND)).isEqualTo(new Advertise("::1", BOUND));
        assertThat(Advertise.parse("example.org:0", BOUND)).isEqualTo(new Advertise("example.org", BOUND));
        assertThat(Advertise.parse("example.org:-1", BOUND)).isEqualTo(new Advertise("example.org", BOUND));
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        refuses("a:b:c", "address a:b:c: too many colons in address");
        refuses("::1", "address ::1: too many colons in address");
        refuses("[::1", "address [::1: missing ']' in address");
        refuses("a]:1", "address a]:1: unexpected ']' in address");
        refuses(":x", "strconv.Atoi: parsing \"x\": invalid syntax");
    }

    @Test
    void shouldBeCheckedBeforeTheServerStarts() {
        // given
        ServerConfig config = ServerConfig.defaults().toBuilder()
                .client(ListenConfig.defaults().withAdvertise(":x"))
                .build();

        // then
        assertThat(config.problems())
                .containsExactly("Error setting server INFO with ClientAdvertise value of :x, "
                        + "err=strconv.Atoi: parsing \"x\": invalid syntax");
    }

    private static void refuses(String text, String problem) {
        assertThatThrownBy(() -> Advertise.parse(text, BOUND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }
}

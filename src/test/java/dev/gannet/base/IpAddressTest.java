package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::7, 2001:db8::7",
        "2001:DB8:0:0:0:0:0:7, 2001:db8::7",
        "2001:0db8:0000:0000:0001:0000:0000:0007, 2001:db8::1:0:0:7",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.7, 192.0.2.7",
        "::192.0.2.7, ::c000:207",
        "64:ff9b::192.0.2.7, 64:ff9b::c000:207",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    })
    void shouldBeShownInTheOneSpelling(String text, String shown) {
        assertThat(IpAddress.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.-4",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4 ",
                "localhost",
                ":",
                ":1",
                "1:",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "1.2.3.4::",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "\uff11::",
            })
    void shouldRefuseWhatIsNone(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void shouldReadBackWhatItShows() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            // given an address with many zeros, so that there are gaps
            byte[] bytes = new byte[random.nextInt(8) == 0 ? 4 : 16];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            IpAddress address = IpAddress.of(bytes);

            // then this and the JDK's parser read its text as the same address
            assertThat(IpAddress.parse(address.toString())).as("seed " + seed).isEqualTo(address);
            assertThat(InetAddress.getByName(address.toString()))
                    .as("seed " + seed)
                    .isEqualTo(InetAddress.getByAddress(bytes));
        }
    }

    @Test
    void shouldHaveFourOrSixteenBytes() {
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).hasMessage("address: 5 bytes (expected: 4 or 16)");
    }
}

package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NkeyTest {
    private static final String USER = "UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR"; // Made by nk.

    @Test
    void shouldReadWhatOthersWrote() {
        byte[] key = Objects.requireNonNull(Nkey.USER.decode(USER));
        assertThat(key).hasSize(32);
        assertThat(Nkey.USER.encode(key)).isEqualTo(USER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "U",
                "UX",
                "UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKB",
                "UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBRA",
                "UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBA",
                "UCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKB=",
                "UDNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR",
                "ucngl4w5qx66cfx6a6dcbvdh5vohmi7b2uzzu7txauqqsi2jphulckbr",
                "NCNGL4W5QX66CFX6A6DCBVDH5VOHMI7B2UZZU7TXAUQQSI2JPHULCKBR",
            })
    void shouldRefuseWhatIsNoKeyOfAUser(String text) {
        assertThat(Nkey.USER.decode(text)).isNull();
    }

    @Test
    void shouldBeginWithTheLetterOfItsKindAndBeReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            for (Nkey kind : Nkey.values()) {
                byte[] key = new byte[32];
                random.nextBytes(key);
                String text = kind.encode(key);
                assertThat(text)
                        .as("seed " + seed)
                        .hasSize(56)
                        .startsWith(
                                kind == Nkey.CURVE
                                        ? "X"
                                        : kind.name().substring(0, 1).replace('S', 'N'));
                assertThat(kind.decode(text)).as("seed " + seed).isEqualTo(key);
            }
        }
    }

    @Test
    void shouldNotTakeOneKindForAnother() {
        assertThat(Nkey.SERVER.decode(USER)).isNull();
        assertThat(Nkey.USER.decode(Nkey.SERVER.encode(new byte[32]))).isNull();
    }

    @Test
    void shouldHave32Bytes() {
        assertThatThrownBy(() -> Nkey.USER.encode(new byte[31])).hasMessage("key: 31 bytes (expected: 32)");
    }
}

package dev.gannet.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
    private static final Map<String, String> CONFIGURED = Map.of("shop.name", "pens$1", "empty", "");

    private final Expressions expressions = new Expressions(key -> Optional.ofNullable(CONFIGURED.get(key)));

    @Test
    void shouldReplaceWhatIsConfigured() {
        assertThat(expressions.resolve("plain.*.>")).isEqualTo("plain.*.>");
        assertThat(expressions.resolve("${shop.name}.new.${shop.name}")).isEqualTo("pens$1.new.pens$1");
        assertThat(expressions.resolve("a${empty}b")).isEqualTo("ab");
    }

    @Test
    void shouldTakeTheDefaultOnlyWhereNothingIsConfigured() {
        assertThat(expressions.resolve("${shop.name:none}")).isEqualTo("pens$1");
        assertThat(expressions.resolve("${no.key:none}.${no.key:}")).isEqualTo("none.");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expressions.resolve("orders.${no.key}"))
                .withMessage("nothing is configured for no.key in \"orders.${no.key}\" (expected: a value in"
                        + " MicroProfile Config, or a default as in ${no.key:value})");
    }
}

package dev.gannet.config.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of users that are names of certificates; AC-18. */
class DistinguishedNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=a,OU=b | cn=a, ou=b | true",
                "CN=a,OU=b | OU=b,CN=a | false",
                "CN=a\\, b,O=c | CN=a\\2c b,O=c | true",
                "CN=a+OU=b,O=c | OU=b+CN=a,O=c | true",
                "CN=a,O=c | CN=A,O=c | false",
                "CN=a,O=c | CN=a | false"
            })
    void shouldMatchInOrder(String one, String other, boolean matches) {
        assertThat(parse(one).matches(parse(other))).isEqualTo(matches);
    }

    @Test
    void shouldMatchInWhateverOrder() {
        assertThat(parse("CN=a,OU=b,OU=b").matchesReordered(parse("OU=b,CN=a,OU=b")))
                .isTrue();
        assertThat(parse("CN=a,OU=b,OU=b").matchesReordered(parse("OU=b,CN=a,CN=a")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a,b", "CN=#1234", "CN=a\\zz", "CN=a\\4"})
    void shouldNotTakeOtherTextsForNames(String text) {
        assertThat(DistinguishedName.parse(text)).isNull();
    }

    private static DistinguishedName parse(String text) {
        return Objects.requireNonNull(DistinguishedName.parse(text), text);
    }
}

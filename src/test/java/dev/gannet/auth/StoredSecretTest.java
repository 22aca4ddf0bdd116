package dev.gannet.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.auth.StoredSecret.Bcrypt;
import dev.gannet.auth.StoredSecret.Plain;
import dev.gannet.auth.StoredSecret.Unusable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSecretTest {
    private static final String HASH = "$2a$04$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im"; // of s3cret

    /** Made by the bcrypt that nats-server uses. */
    static Stream<Arguments> hashes() {
        return Stream.of(
                Arguments.of("", "$2a$04$hK6lJqEWVW5LD0aBdFRjvuQ5oNkV62TR.QomVBIy4Jcgk0zHyHGvq"),
                Arguments.of("p", "$2a$04$gHd7fUuJfR.5a/HNDxzz/.N23yL8GEvniiM83pokewsMk5KWZoUzu"),
                Arguments.of("s3cret", HASH),
                Arguments.of("pässwörd€", "$2a$04$ojA2jTIGT9iS7.LNCmSCqO6.Ac.eoOoEG8WML6zDRAkLcqoQf8R8K"),
                Arguments.of("a\0b", "$2a$04$7Hlsxco23hqp91CkIsL/IOBuerq/KvfZeSMHIRVL/eV9uZSaAfhWm"),
                Arguments.of("a".repeat(71), "$2a$04$0G1TbalQJc9aBb1UY6na2udyqYIP7RTkTE0wpDOFMLAu92R0BEZAy"),
                Arguments.of("a".repeat(72), "$2a$04$jitmzTHqx36K.SkW2lKboeB9Y2SrfHEIoq1sTkQYMFlcGKAlKh742"));
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void shouldKnowTheBcryptHashesThatTheReferenceKnows(String password, String hash) {
        for (String version : new String[] {"2a", "2b", "2x", "2y"}) {
            // given CF-183
            StoredSecret secret = StoredSecret.of("$" + version + hash.substring(3));

            // when, then
            assertThat(secret).isInstanceOf(Bcrypt.class);
            assertThat(secret.isSlow()).isTrue();
            assertThat(secret.isKnownBy(password)).isTrue();
            assertThat(secret.isKnownBy(password + "b")).isEqualTo(password.getBytes(UTF_8).length == 72);
            assertThat(secret.isKnownBy("b" + password)).isFalse();
            assertThat(secret.isKnownBy(hash)).isFalse();
            assertThat(secret.isKnownBy(null)).isEqualTo(password.isEmpty());
        }
    }

    @Test
    void shouldIgnoreWhatFollowsAHash() {
        assertThat(StoredSecret.of(HASH + "trailing").isKnownBy("s3cret")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a$04$abc",
                "$2a$04$",
                "$2a$99$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
                "$2a$03$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
                "$2a$19$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
                "$2a$31$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
            })
    void shouldLetNobodyKnowADamagedOrTooExpensiveHash(String hash) {
        // given
        StoredSecret secret = StoredSecret.of(hash);

        // when, then at once
        assertThat(secret).isInstanceOf(Unusable.class);
        assertThat(secret.isSlow()).isFalse();
        assertThat(secret.isKnownBy(hash)).isFalse();
        assertThat(secret.isKnownBy("s3cret")).isFalse();
        assertThat(secret.isKnownBy(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a$04$########################################xxxxxxxxxxxxx",
                "$2a$04$ääääääääääääääääääääääääääääääääääääääääääääääääääääää",
                "$2a$04$                                                      ",
                "$2a$04$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.i\0",
            })
    void shouldLetNobodyKnowAHashOfOtherCharacters(String hash) {
        assertThat(StoredSecret.of(hash)).isInstanceOf(Unusable.class);
        assertThat(StoredSecret.of(hash).isKnownBy("s3cret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "",
                "$",
                "$2a$4$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
                "$2z$04$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
                " $2a$04$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im",
                "pässwörd€",
            })
    void shouldTakeAnythingElseForPlain(String text) {
        // given
        StoredSecret secret = StoredSecret.of(text);

        // when, then AC-15
        assertThat(secret).isInstanceOf(Plain.class);
        assertThat(secret.isSlow()).isFalse();
        assertThat(secret.isKnownBy(text)).isTrue();
        assertThat(secret.isKnownBy(text + "x")).isFalse();
        assertThat(secret.isKnownBy("x" + text)).isFalse();
        assertThat(secret.isKnownBy(text + "\0")).isFalse();
        assertThat(secret.isKnownBy(null)).isEqualTo(text.isEmpty());
    }

    @Test
    void shouldCompareTextsOfAnyLength() {
        // given
        StoredSecret secret = StoredSecret.of("s3cret");

        // when, then
        assertThat(secret.isKnownBy("s".repeat(1 << 20))).isFalse();
        assertThat(StoredSecret.of(HASH).isKnownBy("s".repeat(1 << 20))).isFalse();
    }

    @Test
    void shouldKeepOnlyTheDigestOfAPlainSecret() {
        // given what a debugger, a heap histogram or toString would show
        StoredSecret secret = StoredSecret.of("s3cret");

        // when, then
        assertThat(secret.toString()).doesNotContain("s3cret");
        assertThat(Plain.class.getDeclaredFields()).extracting("type").doesNotContain(String.class);
        assertThat(StoredSecret.of(HASH).toString()).doesNotContain("BkPz8");
    }
}

package dev.gannet.auth;

import static dev.gannet.auth.ConnectionType.STANDARD;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.auth.AuthResult.Accepted;
import dev.gannet.auth.AuthResult.Rejected;
import dev.gannet.base.Nkey;
import dev.gannet.base.Nonces;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.UserConfig;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AC-3, AC-5, AC-6, AC-12, AC-14 */
class NkeyAuthenticationTest {
    private static final AuthorizationConfig NOTHING = AuthorizationConfig.defaults();
    private static final String NONCE = "abcdefghijklmno";

    private final KeyPair pair = pair();
    private final String nkey = nkey(pair);
    private final Authenticator authenticator = new Authenticator(
            NOTHING.withUsers(List.of(UserConfig.ofNkey(nkey), new UserConfig("ann", "p"))), List.of());

    @Test
    void shouldLetInWhoSignedTheNonce() {
        // when
        AuthResult result = authenticate(signed(Base64.getUrlEncoder().withoutPadding(), NONCE));

        // then
        assertThat(result).isEqualTo(new Accepted(nkey, "$G", null));
        assertThat(authenticator.needsNonce()).isTrue();
        assertThat(authenticator.mayBlock(credentials(nkey, "x"))).isTrue();
    }

    @Test
    void shouldReadASignatureInTheUsualAlphabetToo() {
        assertThat(authenticate(signed(Base64.getEncoder(), NONCE))).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldTurnAwayWhoSignedSomethingElse() {
        String other = signed(Base64.getUrlEncoder().withoutPadding(), "other");
        assertThat(authenticate(other)).isEqualTo(new Rejected(AuthFailure.WRONG_SIGNATURE));
        assertThat(authenticator.authenticate(credentials(nkey, other), null, STANDARD))
                .isEqualTo(new Rejected(AuthFailure.WRONG_SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAA", "====", "not base 64", "\u00ff"})
    void shouldTurnAwayWhoseSignatureIsNone(String signature) {
        assertThat(authenticate(signature)).isEqualTo(new Rejected(AuthFailure.WRONG_SIGNATURE));
        assertThat(authenticate(signature.repeat(10_000))).isEqualTo(new Rejected(AuthFailure.WRONG_SIGNATURE));
    }

    @Test
    void shouldTurnAwayWhoDidNotSign() {
        assertThat(authenticate(null)).isEqualTo(new Rejected(AuthFailure.NO_SIGNATURE));
    }

    @Test
    void shouldJudgeByTheNkeyAlone() {
        // given an unknown nkey, and a known user's name and password with it
        Credentials credentials = new Credentials("ann", "p", null, nkey(pair()), "sig", null);

        // then
        assertThat(authenticator.authenticate(credentials, NONCE, STANDARD))
                .isEqualTo(new Rejected(AuthFailure.UNKNOWN_USER));
        assertThat(authenticator.authenticate(Credentials.ofUser("ann", "p"), NONCE, STANDARD))
                .isEqualTo(new Accepted("ann", "$G", null));
    }

    @Test
    void shouldNotTakeAnNkeyForANameNorANameForAnNkey() {
        assertThat(authenticator.authenticate(Credentials.ofUser(nkey, null), NONCE, STANDARD))
                .isEqualTo(new Rejected(AuthFailure.UNKNOWN_USER));
        assertThat(authenticator.authenticate(credentials("ann", "sig"), NONCE, STANDARD))
                .isEqualTo(new Rejected(AuthFailure.UNKNOWN_USER));
    }

    @Test
    void shouldNotLookAtAnNkeyWhereNobodyHasOne() {
        Authenticator passwords = new Authenticator(NOTHING.withUsers(List.of(new UserConfig("ann", "p"))), List.of());
        Credentials credentials = new Credentials("ann", "p", null, nkey, "sig", null);
        assertThat(passwords.needsNonce()).isFalse();
        assertThat(passwords.authenticate(credentials, STANDARD)).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldKnowNkeysOfAccountsAndTheirConnectionTypes() {
        // given
        UserConfig browser = new UserConfig(nkey, "", null, Set.of("WEBSOCKET"), true);
        Authenticator accounts = new Authenticator(NOTHING, List.of(new AccountConfig("A", List.of(browser))));
        Credentials credentials = credentials(nkey, signed(Base64.getEncoder(), NONCE));

        // then
        assertThat(accounts.authenticate(credentials, NONCE, STANDARD))
                .isEqualTo(new Rejected(AuthFailure.CONNECTION_TYPE));
        assertThat(accounts.authenticate(credentials, NONCE, ConnectionType.WEBSOCKET))
                .isEqualTo(new Accepted(nkey, "A", null));
    }

    @Test
    void shouldLetInWhoSaysNothingAsAnNkey() {
        Authenticator open = new Authenticator(
                NOTHING.withUsers(List.of(UserConfig.ofNkey(nkey))).withNoAuthUser(nkey), List.of());
        assertThat(open.authenticate(Credentials.none(), NONCE, STANDARD)).isEqualTo(new Accepted(nkey, "$G", null));
        assertThat(open.authenticate(credentials(nkey, null), NONCE, STANDARD))
                .isEqualTo(new Accepted(nkey, "$G", null));
    }

    @Test
    void shouldNotWarnOfPasswordsThatThereAreNot() {
        assertThat(new Authenticator(NOTHING.withUsers(List.of(UserConfig.ofNkey(nkey))), List.of()).warnings())
                .isEmpty();
    }

    @Test
    void shouldMakeNoncesThatDiffer() { // CP-18
        // given
        Nonces nonces = Nonces.system();
        Set<String> seen = new HashSet<>();

        // then
        for (int i = 0; i < 1_000; i++) {
            String nonce = nonces.next();
            assertThat(nonce).matches("[A-Za-z0-9_-]{15}");
            assertThat(seen.add(nonce)).isTrue();
        }
    }

    private AuthResult authenticate(@Nullable String signature) {
        return authenticator.authenticate(credentials(nkey, signature), NONCE, STANDARD);
    }

    private static Credentials credentials(String nkey, @Nullable String signature) {
        return new Credentials(null, null, null, nkey, signature, null);
    }

    private String signed(Base64.Encoder encoder, String nonce) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(nonce.getBytes(US_ASCII));
            return encoder.encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String nkey(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Nkey.USER.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

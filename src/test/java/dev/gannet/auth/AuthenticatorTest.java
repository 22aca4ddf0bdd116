package dev.gannet.auth;

import static dev.gannet.auth.ConnectionType.STANDARD;
import static dev.gannet.auth.ConnectionType.WEBSOCKET;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.account.Permissions;
import dev.gannet.auth.AuthResult.Accepted;
import dev.gannet.auth.AuthResult.Rejected;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AccountLimits;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.SubjectRules;
import dev.gannet.config.UserConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected answers were recorded from nats-server, except where a test says otherwise. */
class AuthenticatorTest {
    private static final AuthorizationConfig NOTHING = AuthorizationConfig.defaults();
    private static final String HASH = "$2a$04$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im"; // of s3cret
    private static final String EXPENSIVE = "$2a$31$BkPz8fx73.SS6NN7jae1guxM61/YB7spBfQ/cIb90ALMCPsF/e.im";
    private static final String PLAINTEXT_WARNING = "Plaintext passwords detected, use nkeys or bcrypt";

    @Test
    void shouldLetInWhoeverComesWithoutAuthorization() {
        // given
        Authenticator authenticator = new Authenticator(NOTHING, List.of());

        // when, then AC-4
        assertThat(authenticator.required()).isFalse();
        assertThat(authenticator.admitsAnyone()).isTrue();
        assertAccepted(authenticator, Credentials.none(), null, "$G");
        assertAccepted(authenticator, Credentials.ofUser("ann", "x"), "ann", "$G");
        assertAccepted(authenticator, Credentials.ofToken("x"), "[REDACTED]", "$G");
    }

    @Test
    void shouldLetInWhoeverComesWhenAccountsHaveNoUsers() {
        Authenticator authenticator = new Authenticator(NOTHING, List.of(new AccountConfig("A", List.of())));
        assertThat(authenticator.required()).isFalse();
        assertAccepted(authenticator, Credentials.none(), null, "$G");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", HASH})
    void shouldAskForTheToken(String token) {
        // given
        Authenticator authenticator = new Authenticator(NOTHING.withToken(token), List.of());

        // when, then AC-10
        assertThat(authenticator.required()).isTrue();
        assertThat(authenticator.admitsAnyone()).isFalse();
        assertAccepted(authenticator, Credentials.ofToken("s3cret"), "[REDACTED]", "$G");
        assertAccepted(authenticator, new Credentials("ann", null, "s3cret", null, null, null), "ann", "$G");
        assertRejected(authenticator, Credentials.ofToken("S3cret"), AuthFailure.WRONG_TOKEN);
        assertRejected(authenticator, Credentials.ofToken(HASH), AuthFailure.WRONG_TOKEN);
        assertRejected(authenticator, Credentials.ofUser("s3cret", "s3cret"), AuthFailure.NO_CREDENTIALS);
        assertRejected(authenticator, Credentials.none(), AuthFailure.NO_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", HASH})
    void shouldAskForTheOneUser(String password) {
        // given default permissions, which are not for this user
        AuthorizationConfig config = withDefaults(NOTHING, publishing("a")).withUser("ann", password);
        Authenticator authenticator = new Authenticator(config, List.of());

        // when, then AC-15
        Accepted accepted = assertAccepted(authenticator, Credentials.ofUser("ann", "s3cret"), "ann", "$G");
        assertThat(accepted.permissions()).isNull();
        assertRejected(authenticator, Credentials.ofUser("ann", "other"), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("ann", null), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("Ann", "s3cret"), AuthFailure.UNKNOWN_USER);
        assertRejected(authenticator, Credentials.ofToken("s3cret"), AuthFailure.NO_CREDENTIALS);
        assertRejected(authenticator, Credentials.none(), AuthFailure.NO_CREDENTIALS);
    }

    @Test
    void shouldTakeAMissingPasswordForAnEmptyOne() {
        Authenticator authenticator = new Authenticator(NOTHING.withUser("ann", null), List.of());
        assertAccepted(authenticator, Credentials.ofUser("ann", null), "ann", "$G");
        assertRejected(authenticator, Credentials.ofUser("ann", "x"), AuthFailure.WRONG_PASSWORD);
    }

    @Test
    void shouldFindUsersInTheirAccounts() {
        // given
        Authenticator authenticator = new Authenticator(
                NOTHING.withUsers(List.of(new UserConfig("ann", "a"))),
                List.of(
                        new AccountConfig("BLUE", List.of(new UserConfig("bob", HASH))),
                        new AccountConfig("RED", List.of(new UserConfig("rob", "r")))));

        // when, then AC-2, AC-6
        assertAccepted(authenticator, Credentials.ofUser("ann", "a"), "ann", "$G");
        assertAccepted(authenticator, Credentials.ofUser("bob", "s3cret"), "bob", "BLUE");
        assertAccepted(authenticator, Credentials.ofUser("rob", "r"), "rob", "RED");
        assertAccepted(authenticator, new Credentials("ann", "a", "token", null, null, null), "ann", "$G");
        assertRejected(authenticator, Credentials.ofUser("rob", "a"), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("bob", HASH), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("eve", "a"), AuthFailure.UNKNOWN_USER);
        assertRejected(authenticator, Credentials.ofUser("eve", "s3cret"), AuthFailure.UNKNOWN_USER);
        assertRejected(authenticator, Credentials.ofToken("a"), AuthFailure.NO_CREDENTIALS);
        assertRejected(
                authenticator, new Credentials(null, null, null, "UABC", "sig", null), AuthFailure.NO_CREDENTIALS);
    }

    @Test
    void shouldGiveDefaultPermissionsToUsersWithNone() {
        // given
        UserConfig own = new UserConfig("own", "p").withPermissions(publishing("own"));
        AccountConfig blue = new AccountConfig(
                "BLUE",
                List.of(new UserConfig("bob", "p"), new UserConfig("bea", "p"), own),
                publishing("blue"),
                AccountLimits.unlimited());
        Authenticator authenticator = new Authenticator(
                withDefaults(NOTHING, publishing("global")).withUsers(List.of(new UserConfig("ann", "p"))),
                List.of(blue, new AccountConfig("RED", List.of(new UserConfig("rob", "p")))));

        // when, then AC-34; those of the authorization block are for its own users alone
        assertThat(mayPublish(permissions(authenticator, "ann"), "global")).isTrue();
        assertThat(mayPublish(permissions(authenticator, "ann"), "blue")).isFalse();
        assertThat(mayPublish(permissions(authenticator, "bob"), "blue")).isTrue();
        assertThat(mayPublish(permissions(authenticator, "own"), "own")).isTrue();
        assertThat(mayPublish(permissions(authenticator, "own"), "blue")).isFalse();
        assertThat(permissions(authenticator, "rob")).isNull();
    }

    @Test
    void shouldGiveAllConnectionsOfAUserTheSamePermissions() {
        // given
        UserConfig user = new UserConfig("ann", "p").withPermissions(publishing("a"));
        Authenticator authenticator = new Authenticator(NOTHING.withUsers(List.of(user)), List.of());

        // when, then their identity is the key of cached answers
        assertThat(permissions(authenticator, "ann")).isNotNull().isSameAs(permissions(authenticator, "ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", HASH})
    void shouldLetInAsNoAuthUserWhoBringsNothing(String password) {
        // given
        AccountConfig blue = new AccountConfig("BLUE", List.of(new UserConfig("bob", password)));
        Authenticator authenticator = new Authenticator(NOTHING.withNoAuthUser("bob"), List.of(blue));

        // when, then AC-12; nats-server turns them away where the password is a bcrypt hash
        assertThat(authenticator.required()).isTrue();
        assertThat(authenticator.admitsAnyone()).isTrue();
        assertAccepted(authenticator, Credentials.none(), "bob", "BLUE");
        assertAccepted(authenticator, new Credentials(null, null, null, "UABC", null, null), "UABC", "BLUE");
        assertAccepted(authenticator, new Credentials(null, null, null, null, "sig", "jwt"), "bob", "BLUE");
        assertThat(authenticator.mayBlock(Credentials.none())).isFalse();
    }

    @Test
    void shouldLookAtTheCredentialsOfWhoBringsSomeDespiteNoAuthUser() {
        // given
        AuthorizationConfig config =
                NOTHING.withUsers(List.of(new UserConfig("ann", "p"))).withNoAuthUser("ann");
        Authenticator authenticator = new Authenticator(config, List.of());

        // when, then AC-12
        assertRejected(authenticator, Credentials.ofUser("ann", "x"), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("ann", null), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("eve", null), AuthFailure.UNKNOWN_USER);
        assertRejected(authenticator, Credentials.ofToken("x"), AuthFailure.NO_CREDENTIALS);
        assertRejected(authenticator, new Credentials(null, "p", null, null, null, null), AuthFailure.NO_CREDENTIALS);
    }

    @Test
    void shouldLetUsersInOnlyTheWayTheyMayConnect() {
        // given
        UserConfig browser = new UserConfig("browser", "p", null, Set.of("WEBSOCKET"));
        UserConfig both = new UserConfig("both", "p", null, Set.of("standard", "WebSocket"));
        Authenticator authenticator = new Authenticator(NOTHING.withUsers(List.of(browser, both)), List.of());

        // when, then AC-16, CF-182
        assertRejected(authenticator, Credentials.ofUser("browser", "p"), AuthFailure.CONNECTION_TYPE);
        assertAccepted(authenticator, Credentials.ofUser("both", "p"), "both", "$G");
        assertThat(authenticator.authenticate(Credentials.ofUser("browser", "p"), WEBSOCKET))
                .isInstanceOf(Accepted.class);
        assertThat(authenticator.authenticate(Credentials.ofUser("both", "p"), ConnectionType.MQTT))
                .isEqualTo(new Rejected(AuthFailure.CONNECTION_TYPE));
    }

    @Test
    void shouldHoldTheNoAuthUserToItsConnectionTypes() {
        UserConfig browser = new UserConfig("browser", "p", null, Set.of("WEBSOCKET"));
        Authenticator authenticator =
                new Authenticator(NOTHING.withUsers(List.of(browser)).withNoAuthUser("browser"), List.of());
        assertRejected(authenticator, Credentials.none(), AuthFailure.CONNECTION_TYPE);
        assertThat(authenticator.authenticate(Credentials.none(), WEBSOCKET)).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldSayWhenAnAnswerTakesLong() {
        // given a bcrypt hash and a plain password
        List<UserConfig> users = List.of(new UserConfig("slow", HASH), new UserConfig("fast", "p"));
        Authenticator authenticator = new Authenticator(NOTHING.withUsers(users), List.of());

        // when, then an unknown user takes as long as a known one may
        assertThat(authenticator.mayBlock(Credentials.ofUser("slow", "x"))).isTrue();
        assertThat(authenticator.mayBlock(Credentials.ofUser("fast", "x"))).isFalse();
        assertThat(authenticator.mayBlock(Credentials.ofUser("unknown", "x"))).isTrue();
        assertThat(authenticator.mayBlock(Credentials.none())).isTrue();
    }

    @Test
    void shouldNotBlockWhereNothingIsHashed() {
        assertThat(new Authenticator(NOTHING, List.of()).mayBlock(Credentials.ofUser("a", "b")))
                .isFalse();
        assertThat(new Authenticator(NOTHING.withToken("t"), List.of()).mayBlock(Credentials.ofToken("b")))
                .isFalse();
        assertThat(new Authenticator(NOTHING.withToken(HASH), List.of()).mayBlock(Credentials.none()))
                .isTrue();
        assertThat(new Authenticator(NOTHING.withUser("a", "p"), List.of()).mayBlock(Credentials.ofUser("b", "p")))
                .isFalse();
    }

    @Test
    void shouldCompareThePasswordsOfUnknownUsersWithTheMostExpensiveHash() {
        // given costs 4 and 5
        String dearer = HASH.replace("$04$", "$05$");
        List<UserConfig> users =
                List.of(new UserConfig("a", HASH), new UserConfig("b", dearer), new UserConfig("c", "plain"));
        List<KnownUser> known = users.stream()
                .map(user -> KnownUser.of(user, "$G", null, new CompiledPermissions()))
                .toList();

        // when, then
        assertThat(SecretReview.mostExpensive(known).cost()).isEqualTo(5);
        assertThat(SecretReview.mostExpensive(List.of()).cost()).isZero();
    }

    @Test
    void shouldWarnOfPlaintextPasswords() {
        assertThat(warnings(NOTHING)).isEmpty();
        assertThat(warnings(NOTHING.withUser("ann", "p"))).containsExactly(PLAINTEXT_WARNING);
        assertThat(warnings(NOTHING.withUser("ann", HASH))).isEmpty();
        assertThat(warnings(NOTHING.withToken("t"))).isEmpty();
        assertThat(warnings(NOTHING.withUsers(List.of(new UserConfig("a", HASH), new UserConfig("b", "")))))
                .containsExactly(PLAINTEXT_WARNING);
    }

    @Test
    void shouldWarnOfHashesThatNobodyCanLogInWith() {
        // given one that nats-server computes for days, without answering
        AuthorizationConfig config = NOTHING.withUsers(List.of(new UserConfig("ann", EXPENSIVE)));

        // when, then
        assertThat(warnings(config))
                .containsExactly("The bcrypt hash of the password of user \"ann\" is damaged or costs more than 18:"
                        + " no client can log in with it");
        assertThat(warnings(NOTHING.withToken("$2a$04$short"))).hasSize(1);
        assertRejected(
                new Authenticator(config, List.of()), Credentials.ofUser("ann", "x"), AuthFailure.WRONG_PASSWORD);
    }

    @Test
    void shouldRefuseAConfigurationThatContradictsItself() {
        // CF-172, CF-175, AC-13, AC-17
        List<UserConfig> ann = List.of(new UserConfig("ann", "p"));
        assertRefused(NOTHING.withToken("t").withUser("ann", "p"), "Cannot have a user/pass and token");
        assertRefused(NOTHING.withUser("ann", "p").withUsers(ann), "Can not have a single user/pass and a users array");
        assertRefused(NOTHING.withToken("t").withUsers(ann), "Can not have a token and a users array");
        assertRefused(NOTHING.withUsers(List.of(ann.get(0), ann.get(0))), "Duplicate user \"ann\" detected");
        assertRefused(
                NOTHING.withUsers(ann).withNoAuthUser("bob"),
                "no_auth_user: \"bob\" not present as user or nkey in authorization block or account configuration");
        assertRefused(NOTHING.withNoAuthUser("bob"), "no_auth_user: \"bob\" present, but users/nkeys are not defined");
        assertRefused(
                NOTHING.withUser("bob", "p").withNoAuthUser("bob"),
                "no_auth_user: \"bob\" present, but users/nkeys are not defined");
        assertRefused(NOTHING.withUsers(List.of(new UserConfig("", "p"))), "User entry requires a user");
        assertThatThrownBy(() -> new Authenticator(
                        NOTHING.withUsers(ann),
                        List.of(new AccountConfig("A", List.of(new UserConfig("ann", "other"))))))
                .hasMessage("Duplicate user \"ann\" detected");
    }

    @Test
    void shouldDecideOnHostileCredentials() {
        // given
        Authenticator authenticator =
                new Authenticator(NOTHING.withUsers(List.of(new UserConfig("ann", HASH))), List.of());
        String huge = "x".repeat(1 << 20);

        // when, then
        assertRejected(authenticator, Credentials.ofUser(huge, huge), AuthFailure.UNKNOWN_USER);
        assertRejected(authenticator, Credentials.ofUser("ann", huge), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("ann\0", "s3cret"), AuthFailure.UNKNOWN_USER);
        assertRejected(authenticator, Credentials.ofUser("ann", "s3cret\0"), AuthFailure.WRONG_PASSWORD);
        assertRejected(authenticator, Credentials.ofUser("ann", "\ud800"), AuthFailure.WRONG_PASSWORD);
    }

    private static List<String> warnings(AuthorizationConfig config) {
        return new Authenticator(config, List.of()).warnings();
    }

    private static void assertRefused(AuthorizationConfig config, String message) {
        assertThatThrownBy(() -> new Authenticator(config, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Accepted assertAccepted(
            Authenticator authenticator, Credentials credentials, @Nullable String user, String account) {
        AuthResult result = authenticator.authenticate(credentials, STANDARD);
        assertThat(result).isInstanceOf(Accepted.class);
        Accepted accepted = (Accepted) result;
        assertThat(accepted.user()).isEqualTo(user);
        assertThat(accepted.account()).isEqualTo(account);
        return accepted;
    }

    private static void assertRejected(Authenticator authenticator, Credentials credentials, AuthFailure failure) {
        assertThat(authenticator.authenticate(credentials, STANDARD)).isEqualTo(new Rejected(failure));
    }

    private static @Nullable Permissions permissions(Authenticator authenticator, String user) {
        return ((Accepted) authenticator.authenticate(Credentials.ofUser(user, "p"), STANDARD)).permissions();
    }

    private static boolean mayPublish(@Nullable Permissions permissions, String subject) {
        return permissions == null || permissions.mayPublish(subject.getBytes(US_ASCII), 0, subject.length());
    }

    private static PermissionsConfig publishing(String subject) {
        return new PermissionsConfig(new SubjectRules(List.of(subject), List.of()), null, null);
    }

    private static AuthorizationConfig withDefaults(AuthorizationConfig config, PermissionsConfig permissions) {
        return new AuthorizationConfig(
                config.token(),
                config.user(),
                config.password(),
                config.users(),
                permissions,
                Duration.ofSeconds(2),
                config.noAuthUser());
    }
}

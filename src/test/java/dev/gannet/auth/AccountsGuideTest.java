package dev.gannet.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Permissions;
import dev.gannet.auth.AuthResult.Accepted;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.limit.LoginLimitsConfig;
import dev.gannet.config.limit.PublishRateConfig;
import dev.gannet.config.source.ReadConfig;
import dev.gannet.config.source.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide/accounts.md says, with the examples that stand there, in their order. */
class AccountsGuideTest {
    private static final Path GUIDE = Path.of("docs/guide/accounts.md");
    private static final Pattern EXAMPLE = Pattern.compile("```conf\n(.*?)```", Pattern.DOTALL);
    private static final int TOKEN = 0;
    private static final int ONE_USER = 1;
    private static final int BCRYPT = 2;
    private static final int NKEY = 3;
    private static final int SEVERAL_USERS = 4;
    private static final int ANSWERS = 5;
    private static final int QUEUE_GROUPS = 6;
    private static final int ACCOUNTS = 7;
    private static final int PUBLISH_RATES = 8;
    private static final int LOGIN_LIMITS = 9;
    private static final int CONNECTION_TYPES = 10;
    private static final int EXAMPLES = 11;

    @TempDir
    Path directory;

    private List<String> examples = List.of();

    @BeforeEach
    void readTheGuide() throws IOException {
        examples = EXAMPLE.matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
        assertThat(examples).hasSize(EXAMPLES);
    }

    @Test
    void shouldShowLimits() throws IOException {
        ServerConfig rates = config(PUBLISH_RATES);
        assertThat(rates.accounts().get(0).limits().publishRate()).isEqualTo(new PublishRateConfig(20_000, -1));
        assertThat(rates.accounts().get(0).users().get(1).publishRate())
                .isEqualTo(new PublishRateConfig(500, 1024 * 1024));
        assertThat(config(LOGIN_LIMITS).logins())
                .isEqualTo(new LoginLimitsConfig(
                        2000, 20, Duration.ofMinutes(10), Duration.ofMillis(200), Duration.ofMillis(1500)));
    }

    @Test
    void shouldShowWaysToLogIn() throws IOException {
        assertThat(accepts(TOKEN, Credentials.ofToken("s3cret"))).isTrue();
        assertThat(accepts(TOKEN, Credentials.none())).isFalse();
        assertThat(accepts(ONE_USER, Credentials.ofUser("ann", "s3cret"))).isTrue();
        assertThat(accepts(BCRYPT, Credentials.ofUser("ann", "s3cret"))).isTrue();
        assertThat(accepts(BCRYPT, Credentials.ofUser("ann", "other"))).isFalse();
        assertThat(authenticator(ONE_USER).warnings())
                .containsExactly("Plaintext passwords detected, use nkeys or bcrypt");
        assertThat(authenticator(BCRYPT).warnings()).isEmpty();
        assertThat(authenticator(NKEY).needsNonce()).isTrue();
        assertThat(authenticator(NKEY).warnings()).isEmpty();
    }

    @Test
    void shouldShowWhatUsersMayDo() throws IOException {
        // given
        Permissions guest = permissions(SEVERAL_USERS, "guest", "g");
        Permissions shop = permissions(SEVERAL_USERS, "shop", "s");

        // when, then
        assertThat(mayPublish(guest, "public.news")).isTrue();
        assertThat(mayPublish(guest, "orders.new")).isFalse();
        assertThat(mayPublish(shop, "orders.new")).isTrue();
        assertThat(mayPublish(shop, "orders.internal.x")).isFalse();
        assertThat(mayPublish(shop, "public.news")).isFalse();
        assertThat(shop.maySubscribe("orders.*", null)).isTrue();
        assertThat(shop.filtersDeliveries("orders.*")).isTrue();
        assertThat(mayReceive(shop, "orders.secret")).isFalse();
        assertThat(mayReceive(shop, "orders.new")).isTrue();
        assertThat(shop.maySubscribe("orders.secret", null)).isFalse();
    }

    @Test
    void shouldShowAServiceThatOnlyAnswers() throws IOException {
        // given
        Permissions service = permissions(ANSWERS, "service", "s");

        // when, then
        assertThat(service.responses()).isNotNull();
        assertThat(mayPublish(service, "_INBOX.x")).isFalse();
        assertThat(service.maySubscribe("prices.get", null)).isTrue();
    }

    @Test
    void shouldShowQueueGroups() throws IOException {
        // given the table below the example
        Permissions worker = permissions(QUEUE_GROUPS, "worker", "w");

        // when, then
        assertThat(worker.maySubscribe("jobs.new", "workers.eu")).isTrue();
        assertThat(worker.maySubscribe("jobs.new", null)).isFalse();
        assertThat(worker.maySubscribe("jobs.new", "others")).isFalse();
        assertThat(worker.maySubscribe("news", null)).isTrue();
        assertThat(worker.maySubscribe("news", "readers")).isTrue();
        assertThat(worker.maySubscribe("news", "archive")).isFalse();
    }

    @Test
    void shouldShowAccounts() throws IOException {
        // given
        Authenticator authenticator = authenticator(ACCOUNTS);

        // when, then
        assertThat(accepted(authenticator, Credentials.ofUser("olga", "o")).account())
                .isEqualTo("OPS");
        assertThat(mayPublish(permissions(ACCOUNTS, "olga", "o"), "orders.new")).isFalse();
        assertThat(accepted(authenticator, Credentials.none()))
                .isEqualTo(accepted(authenticator, Credentials.ofUser("sam", "s")));
        assertThat(authenticator.admitsAnyone()).isTrue();
        assertThat(config(ACCOUNTS).accounts().get(0).limits().maxConnections()).isEqualTo(100);
    }

    @Test
    void shouldShowWaysToConnect() throws IOException {
        assertThat(accepts(CONNECTION_TYPES, Credentials.ofUser("device", "d"))).isTrue();
        assertThat(accepts(CONNECTION_TYPES, Credentials.ofUser("browser", "b")))
                .isFalse();
    }

    private boolean accepts(int example, Credentials credentials) throws IOException {
        return authenticator(example).authenticate(credentials, ConnectionType.STANDARD) instanceof Accepted;
    }

    private static Accepted accepted(Authenticator authenticator, Credentials credentials) {
        return (Accepted) authenticator.authenticate(credentials, ConnectionType.STANDARD);
    }

    private Permissions permissions(int example, String user, String password) throws IOException {
        @Nullable
        Permissions permissions = accepted(authenticator(example), Credentials.ofUser(user, password))
                .permissions();
        if (permissions == null) {
            throw new AssertionError(user + " may do everything");
        }
        return permissions;
    }

    private Authenticator authenticator(int example) throws IOException {
        ServerConfig config = config(example);
        return new Authenticator(config.authorization(), config.accounts());
    }

    private ServerConfig config(int example) throws IOException {
        Path file = Files.writeString(directory.resolve(example + ".conf"), examples.get(example));
        ReadConfig read = new ServerConfigReader(name -> null).read(file.toString());
        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.notBuilt()).isEmpty();
        assertThat(read.config().problems()).isEmpty();
        return read.config();
    }

    private static boolean mayPublish(Permissions permissions, String subject) {
        return permissions.mayPublish(subject.getBytes(US_ASCII), 0, subject.length());
    }

    private static boolean mayReceive(Permissions permissions, String subject) {
        return permissions.mayReceive(subject.getBytes(US_ASCII), 0, subject.length(), null);
    }
}

package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.SubjectRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
    @Test
    void shouldAllowEverythingWithoutRules() {
        // given
        Permissions permissions = Permissions.of(new PermissionsConfig(null, null, null));

        // when, then AC-23
        assertThat(mayPublish(permissions, "any.subject")).isTrue();
        assertThat(permissions.maySubscribe(">", "workers")).isTrue();
        assertThat(permissions.filtersDeliveries(">")).isFalse();
        assertThat(permissions.responses()).isNull();
    }

    @Test
    void shouldLetDenyOverruleAllow() {
        // given
        Permissions permissions = publishing(rules(List.of("orders.>"), List.of("orders.secret")));

        // when, then AC-23
        assertThat(mayPublish(permissions, "orders.new")).isTrue();
        assertThat(mayPublish(permissions, "orders.secret")).isFalse();
        assertThat(mayPublish(permissions, "invoices")).isFalse();
    }

    @Test
    void shouldAllowNothingWithAnEmptyList() {
        // given
        Permissions permissions =
                Permissions.of(new PermissionsConfig(rules(List.of(), List.of()), rules(List.of(), List.of()), null));

        // when, then
        assertThat(mayPublish(permissions, "a")).isFalse();
        assertThat(permissions.maySubscribe("a", null)).isFalse();
    }

    @Test
    void shouldAllowNothingButAnswersToWhoMayOnlyAnswer() {
        // given
        ResponsePermission responses = ResponsePermission.defaults();
        Permissions alone = Permissions.of(new PermissionsConfig(null, null, responses));
        Permissions withDeny = Permissions.of(new PermissionsConfig(rules(null, List.of("a")), null, responses));
        Permissions withAllow = Permissions.of(new PermissionsConfig(rules(List.of("b"), List.of()), null, responses));

        // when, then CF-181
        assertThat(alone.responses()).isEqualTo(responses);
        assertThat(mayPublish(alone, "b")).isFalse();
        assertThat(mayPublish(withDeny, "b")).isFalse();
        assertThat(mayPublish(withAllow, "b")).isTrue();
        assertThat(alone.maySubscribe("b", null)).isTrue();
    }

    @Test
    void shouldFilterASubscriptionThatIsWiderThanWhatIsDenied() {
        // given
        Permissions permissions = subscribing(rules(null, List.of("foo.secret", "bar.* workers")));

        // when, then AC-27
        assertThat(permissions.maySubscribe("foo.*", null)).isTrue();
        assertThat(permissions.filtersDeliveries("foo.*")).isTrue();
        assertThat(mayReceive(permissions, "foo.secret", null)).isFalse();
        assertThat(mayReceive(permissions, "foo.open", null)).isTrue();
        assertThat(permissions.filtersDeliveries("foo.open")).isFalse();
        assertThat(permissions.filtersDeliveries("baz.*")).isFalse();
        assertThat(permissions.maySubscribe("bar.>", "workers")).isFalse();
        assertThat(mayReceive(permissions, "bar.a", "workers")).isFalse();
        assertThat(mayReceive(permissions, "bar.a", "others")).isTrue();
    }

    @Test
    void shouldRefuseASubscriptionThatIsDeniedAsAWhole() {
        // given
        Permissions permissions = subscribing(rules(null, List.of("foo.>")));

        // when, then AC-28
        assertThat(permissions.maySubscribe("foo.*", null)).isFalse();
        assertThat(permissions.maySubscribe("foo.bar", null)).isFalse();
        assertThat(permissions.maySubscribe("foo", null)).isTrue();
        assertThat(permissions.maySubscribe(">", null)).isTrue();
    }

    @Test
    void shouldDeliverOnlyWhatIsAllowedToASubscriptionThatIsWider() {
        // given a filter that nats-server takes for allowed
        Permissions permissions = subscribing(rules(List.of("foo.*"), List.of()));

        // when, then it is accepted as there, and no way around the permission
        assertThat(permissions.maySubscribe("foo.>", null)).isTrue();
        assertThat(permissions.filtersDeliveries("foo.>")).isTrue();
        assertThat(mayReceive(permissions, "foo.a", null)).isTrue();
        assertThat(mayReceive(permissions, "foo.a.b", null)).isFalse();
        assertThat(permissions.filtersDeliveries("foo.*")).isFalse();
    }

    @Test
    void shouldAllowQueueGroupsAlone() {
        // given
        Permissions permissions = subscribing(rules(List.of("foo v1.*", "bar", "bar v1"), List.of()));

        // when, then AC-24, AC-25
        assertThat(permissions.maySubscribe("foo", null)).isFalse();
        assertThat(permissions.maySubscribe("foo", "v1.a")).isTrue();
        assertThat(permissions.maySubscribe("foo", "v1")).isFalse();
        assertThat(permissions.maySubscribe("bar", null)).isTrue();
        assertThat(permissions.maySubscribe("bar", "v1")).isTrue();
        assertThat(permissions.maySubscribe("bar", "v2")).isFalse();
    }

    @Test
    void shouldDenyOneQueueGroup() {
        // given
        Permissions permissions = subscribing(rules(null, List.of("foo v1", "bar v1.>")));

        // when, then AC-26
        assertThat(permissions.maySubscribe("foo", "v1")).isFalse();
        assertThat(permissions.maySubscribe("foo", "v2")).isTrue();
        assertThat(permissions.maySubscribe("foo", null)).isTrue();
        assertThat(permissions.maySubscribe("bar", "v1.a.b")).isFalse();
        assertThat(permissions.maySubscribe("bar", "v1..b")).isFalse();
        assertThat(permissions.maySubscribe("bar", "v1.")).isFalse();
        assertThat(permissions.maySubscribe("bar", "v1.>")).isFalse();
        assertThat(permissions.maySubscribe("bar", "v1")).isTrue();
    }

    @Test
    void shouldCompareConfiguredTextWithBytesOfTheWire() {
        // given
        Permissions permissions = subscribing(rules(List.of("größe.* straße"), List.of()));
        String filter = onTheWire("größe.x");

        // when, then CP-161
        assertThat(permissions.maySubscribe(filter, onTheWire("straße"))).isTrue();
        assertThat(permissions.maySubscribe("größe.x", "straße")).isFalse();
        assertThat(mayPublish(publishing(rules(List.of("größe.*"), List.of())), filter))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
    void shouldMatchNothingWithAnEmptyToken(String subject) {
        assertThat(mayPublish(publishing(rules(List.of(">"), List.of())), subject))
                .isFalse();
        assertThat(mayPublish(publishing(rules(null, List.of(">"))), subject)).isTrue();
    }

    @Test
    void shouldReadSubjectsInTheMiddleOfABuffer() {
        // given
        Permissions permissions = publishing(rules(List.of("orders.*"), List.of()));
        byte[] buffer = "PUB orders.new.x 5".getBytes(ISO_8859_1);

        // when, then
        assertThat(permissions.mayPublish(buffer, 4, "orders.new".length())).isTrue();
        assertThat(permissions.mayPublish(buffer, 4, "orders.new.x".length())).isFalse();
        assertThat(permissions.mayPublish(buffer, 4, "orders".length())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", ">.a", "a b c", "a b..c", ".a b"})
    void shouldRefuseAnEntryThatIsNoSubject(String entry) {
        // CF-180
        assertThatThrownBy(() -> subscribing(rules(List.of(entry), List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a valid subject");
    }

    @Test
    void shouldKnowNoQueueGroupsOfPublishers() {
        assertThatThrownBy(() -> publishing(rules(List.of("a b"), List.of())))
                .hasMessage("subject \"a b\" is not a valid subject");
    }

    @Test
    void shouldDecideOnTheLongestSubjectsOfAControlLine() {
        // given
        Permissions permissions = publishing(rules(List.of("*.".repeat(2000) + ">"), List.of("a.".repeat(2000) + "b")));

        // when, then
        assertThat(mayPublish(permissions, "a.".repeat(2000) + "c")).isTrue();
        assertThat(mayPublish(permissions, "a.".repeat(2000) + "b")).isFalse();
        assertThat(mayPublish(permissions, "a".repeat(4096))).isFalse();
    }

    private static Permissions publishing(SubjectRules rules) {
        return Permissions.of(new PermissionsConfig(rules, null, null));
    }

    private static Permissions subscribing(SubjectRules rules) {
        return Permissions.of(new PermissionsConfig(null, rules, null));
    }

    private static SubjectRules rules(@Nullable List<String> allow, List<String> deny) {
        return new SubjectRules(allow, deny);
    }

    private static boolean mayPublish(Permissions permissions, String subject) {
        return permissions.mayPublish(subject.getBytes(ISO_8859_1), 0, subject.length());
    }

    private static boolean mayReceive(Permissions permissions, String subject, @Nullable String queue) {
        return permissions.mayReceive(subject.getBytes(ISO_8859_1), 0, subject.length(), queue);
    }

    private static String onTheWire(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}

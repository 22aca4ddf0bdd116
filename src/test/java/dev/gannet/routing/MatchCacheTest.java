package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.account.PublishScope;
import dev.gannet.base.Chunk;
import dev.gannet.config.ServerConfig;
import dev.gannet.interest.Interest;
import dev.gannet.subject.SubjectKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MatchCacheTest {
    private final Accounts accounts = new Accounts(ServerConfig.embedded(), () -> 1);
    private final PublishScope scope = accounts.global().scope(null);
    private final MatchCache cache = new MatchCache();

    @Test
    void shouldFindWhatWasAdded() {
        // when, enough for the table to grow several times
        Plan[] plans = new Plan[1000];
        for (int i = 0; i < plans.length; i++) {
            plans[i] = add(scope, "orders." + i);
        }

        // then
        assertThat(cache.size()).isEqualTo(plans.length);
        for (int i = 0; i < plans.length; i++) {
            assertThat(find(scope, "orders." + i)).isSameAs(plans[i]);
        }
        assertThat(find(scope, "orders.1000")).isNull();
    }

    @Test
    void shouldTellSubjectsWithTheSameHashApart() {
        // given plans that all claim the same hash
        Plan[] plans = {plan(scope, "a", 5), plan(scope, "b", 5), plan(scope, "a.b", 5), plan(scope, "eightlet", 5)};
        for (Plan plan : plans) {
            cache.add(plan);
        }

        // then
        assertThat(find(scope, "a", 5)).isSameAs(plans[0]);
        assertThat(find(scope, "b", 5)).isSameAs(plans[1]);
        assertThat(find(scope, "a.b", 5)).isSameAs(plans[2]);
        assertThat(find(scope, "eightlet", 5)).isSameAs(plans[3]);
        assertThat(find(scope, "eightlet.more", 5)).isNull();
    }

    @Test
    void shouldTellScopesWithTheSameHashApart() {
        // given
        PublishScope other =
                new Accounts(ServerConfig.embedded(), () -> 2).global().scope(null);
        Plan plan = plan(scope, "a", 5);
        cache.add(plan);

        // then
        assertThat(find(other, "a", 5)).isNull();
        assertThat(find(scope, "a", 5)).isSameAs(plan);
    }

    @Test
    void shouldStartAgainWhenItIsFull() {
        // when
        for (int i = 0; i <= MatchCache.PLANS_MAX; i++) {
            add(scope, "orders." + i);
        }

        // then only the last is there
        assertThat(cache.size()).isEqualTo(1);
        assertThat(find(scope, "orders." + MatchCache.PLANS_MAX)).isNotNull();
        assertThat(find(scope, "orders.1")).isNull();
    }

    @Test
    void shouldForgetWhatNoLongerHolds() {
        // given a plan that holds, and one whose interest changes
        FakePeer peer = new FakePeer(new FakePeer.Loop(0, 1), 1, scope);
        stamp(add(scope, "orders.eu"), "orders.eu");
        stamp(add(scope, "orders.us"), "orders.us");
        peer.add("orders.us", null, "1");

        // when
        cache.dropStale();

        // then
        assertThat(cache.size()).isEqualTo(1);
        assertThat(find(scope, "orders.eu")).isNotNull();
        assertThat(find(scope, "orders.us")).isNull();
    }

    private static void stamp(Plan plan, String subject) {
        PublishScope scope = plan.scope;
        if (scope == null) {
            throw new AssertionError("scope: none");
        }
        Account account = scope.account();
        Interest interest = account.interest();
        byte[] bytes = subject.getBytes(ISO_8859_1);
        plan.stamp(
                scope,
                interest.rootStripe(),
                interest.tokenStripe(bytes, bytes.length),
                interest.literalStripe(bytes, bytes.length));
    }

    private Plan add(PublishScope of, String subject) {
        Plan plan = plan(of, subject, hash(subject));
        cache.add(plan);
        return plan;
    }

    private static Plan plan(PublishScope of, String subject, long hash) {
        return new Plan(of, subject.getBytes(ISO_8859_1), hash);
    }

    private @Nullable Plan find(PublishScope of, String subject) {
        return find(of, subject, hash(subject));
    }

    private @Nullable Plan find(PublishScope of, String subject, long hash) {
        return cache.find(of, line(subject), 0, subject.length(), hash);
    }

    private static long hash(String subject) {
        return SubjectKey.hash(line(subject), 0, subject.length());
    }

    private static Chunk line(String subject) {
        Chunk line = Chunk.allocate(64);
        line.append((subject + " 1\r\n").getBytes(ISO_8859_1));
        return line;
    }
}

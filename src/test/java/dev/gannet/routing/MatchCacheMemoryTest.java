package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.account.PublishScope;
import dev.gannet.base.Chunk;
import dev.gannet.config.ServerConfig;
import dev.gannet.interest.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a flood of subjects can make a loop remember. */
class MatchCacheMemoryTest {
    private final PublishScope scope =
            new Accounts(ServerConfig.embedded(), () -> 1).global().scope(null);
    private final MatchCache cache = new MatchCache();

    @Test
    void shouldStartAgainWhenItIsFull() {
        // when a million subjects come
        int largest = 0;
        for (int i = 0; i < 1_000_000; i++) {
            cache.add(plan(i));
            largest = Math.max(largest, cache.size());
        }

        // then it never held more than it may, and it holds the last one
        assertThat(largest).isEqualTo(MatchCache.PLANS_MAX);
        assertThat(find(999_999)).isNotNull();
    }

    @Test
    void shouldStartAgainWhenItsPlansNameTooManyTargets() {
        // given plans with a thousand subscribers each, as many as may be
        int perPlan = 1 << 10;
        int plansMax = MatchCache.TARGETS_MAX / perPlan;
        for (int i = 0; i < plansMax; i++) {
            addFilled(i, perPlan);
        }
        assertThat(cache.size()).isEqualTo(plansMax);

        // when there is one more
        addFilled(plansMax, perPlan);

        // then it is the only one
        assertThat(cache.size()).isEqualTo(1);
        assertThat(find(plansMax)).isNotNull();
    }

    @Test
    void shouldCountTargetsAgainWhenStalePlansAreDropped() {
        // given plans that do not hold, and as many targets as may be
        addFilled(0, MatchCache.TARGETS_MAX);

        // when they are dropped and others come
        cache.dropStale();
        addFilled(1, MatchCache.TARGETS_MAX / 2);
        addFilled(2, MatchCache.TARGETS_MAX / 2);

        // then there is room for them
        assertThat(cache.size()).isEqualTo(2);
    }

    private void addFilled(int number, int targets) {
        Plan plan = plan(number);
        cache.add(plan);
        plan.single = new Subscription[targets];
        cache.grown(plan, targets);
    }

    private Plan plan(int number) {
        return new Plan(scope, subject(number), hash(number));
    }

    private @Nullable Plan find(int number) {
        Chunk in = Chunk.allocate(32);
        in.append(subject(number));
        int length = in.written;
        in.append(new byte[] {' '}); // As in a line: what is compared goes to the space.
        return cache.find(scope, in, 0, length, hash(number));
    }

    private static byte[] subject(int number) {
        return ("subject." + number).getBytes(ISO_8859_1);
    }

    private static long hash(int number) {
        return (number * 0x9E3779B97F4A7C15L) >>> 7;
    }
}

package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.AccountConfig;
import dev.gannet.config.sharing.ExportConfig.Response;
import dev.gannet.interest.Generations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceRepliesTest {
    private static final Duration THRESHOLD = Duration.ofSeconds(2);
    private static final long SECOND = 1_000_000_000;
    private static final int PENDING_MAX = 3;

    private final Account asker = new Account(new AccountConfig("B", List.of()), false, new Generations(), 1);
    private final ServiceReplies replies = new ServiceReplies(7, PENDING_MAX);

    @Test // AC-42
    void shouldGiveEachRequestASubjectOfItsOwn() {
        String one = await(Response.SINGLETON, 0).subject();
        String other = await(Response.SINGLETON, 0).subject();

        assertThat(one).matches("_R_\\.[0-9A-Za-z]{6}\\.[0-9A-Za-z]{6}").isNotEqualTo(other);
        assertThat(one.substring(0, 11)).isEqualTo(other.substring(0, 11));
        assertThat(owns(one)).isTrue();
        assertThat(owns(one.substring(0, 11))).isFalse();
        assertThat(owns("_R_.x")).isFalse();
        assertThat(owns("_R_......." + one)).isFalse();
    }

    @Test // AC-43
    void shouldWaitForOneAnswerWhereThereIsOne() {
        ServiceReplies.Pending pending = await(Response.SINGLETON, 0);

        assertThat(replies.take(pending.subject(), 0)).isSameAs(pending);
        assertThat(replies.take(pending.subject(), 0)).isNull();
        assertThat(replies.size()).isZero();
    }

    @Test // AC-43
    void shouldWaitForTheNextPartAfterEach() {
        ServiceReplies.Pending pending = await(Response.STREAM, 0);
        for (int second = 1; second < 10; second++) {
            assertThat(replies.take(pending.subject(), second * SECOND)).isSameAs(pending);
            replies.touch(pending, second * SECOND);
        }

        replies.forget(pending);

        assertThat(replies.take(pending.subject(), 10 * SECOND)).isNull();
    }

    @Test // AC-43
    void shouldNotWaitForEver() {
        ServiceReplies.Pending pending = await(Response.SINGLETON, 0);
        assertThat(replies.take(pending.subject(), THRESHOLD.toNanos() + 1)).isNull();

        // and what nobody answers is forgotten when others come
        await(Response.SINGLETON, 10 * SECOND);
        await(Response.SINGLETON, 13 * SECOND);
        assertThat(replies.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetTheOldestOfTooMany() {
        ServiceReplies.Pending oldest = await(Response.STREAM, 0);
        ServiceReplies.Pending second = await(Response.STREAM, 0);
        replies.touch(oldest, 1);
        await(Response.STREAM, 1);
        await(Response.STREAM, 1);

        assertThat(replies.size()).isEqualTo(PENDING_MAX);
        assertThat(replies.take(second.subject(), 1)).isNull();
        assertThat(replies.take(oldest.subject(), 1)).isSameAs(oldest);
    }

    private ServiceReplies.Pending await(Response response, long nowNanos) {
        return replies.await(asker, "inbox", new ServiceTerms("s", response, THRESHOLD, false), nowNanos);
    }

    private boolean owns(String subject) {
        return replies.owns(subject.getBytes(ISO_8859_1), subject.length());
    }
}

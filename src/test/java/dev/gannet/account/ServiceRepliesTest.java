package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.latency.LatencyMetric;
import dev.gannet.account.latency.MeasuredRequest;
import dev.gannet.base.Clock;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.sharing.ExportConfig.Response;
import dev.gannet.interest.Generations;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.PublishFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServiceRepliesTest {
    private static final Duration THRESHOLD = Duration.ofSeconds(2);
    private static final long SECOND = 1_000_000_000;
    private static final int PENDING_MAX = 3;

    private final Account asker = account("B");
    private final Account service = account("A");
    private final Listener listener = new Listener();
    private final ServiceReplies replies = new ServiceReplies(service, 7, PENDING_MAX);

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

    @Test // AC-49
    void shouldTellOnceHowTheWaitEnded() {
        // given one wait that is soon over, and two that are not
        ServiceReplies.Pending late = awaitMeasured("late", Duration.ofSeconds(1));
        ServiceReplies.Pending lost = awaitMeasured("lost", THRESHOLD);
        ServiceReplies.Pending answered = awaitMeasured("answered", THRESHOLD);
        assertThat(late.subject()).endsWith(".SRVHASH8.T");

        // when
        listener.turnTo(SECOND + 1);
        asker.unsubscribe(new Subscription(listener.nobody, "lost", null, "1"));
        assertThat(replies.take(answered.subject(), SECOND)).isSameAs(answered);
        listener.turnTo(10 * SECOND);
        asker.unsubscribe(new Subscription(listener.nobody, ">", null, "1"));

        // then
        assertThat(listener.told).containsExactly("late TIMED_OUT", "lost INTEREST_LOST");
        assertThat(replies.take(late.subject(), 0)).isNull();
        assertThat(replies.take(lost.subject(), 0)).isNull();
        assertThat(replies.size()).isZero();
        assertThat(asker.awaited().size()).isZero();
        assertThat(listener.alarms).isEmpty();
    }

    @Test // AC-49
    void shouldTellWhatIsForgottenForTooMany() {
        awaitMeasured("one", THRESHOLD);
        for (int i = 0; i < PENDING_MAX; i++) {
            await(Response.STREAM, 0);
        }

        assertThat(listener.told).containsExactly("one TIMED_OUT");
    }

    @Test
    void shouldGiveUpWhatNobodyListensFor() {
        // given
        await("a.1", 0);
        await("a.b", 0);
        await("c", 0);
        asker.subscribe(new Subscription(listener.nobody, "*.b", null, "1"));

        // when
        asker.unsubscribe(new Subscription(listener.nobody, "x", null, "1"));
        asker.unsubscribe(new Subscription(listener.nobody, "a.*", null, "1"));

        // then
        assertThat(replies.size()).isEqualTo(2);
        assertThat(asker.awaited().size()).isEqualTo(2);

        // when
        asker.unsubscribe(new Subscription(listener.nobody, "c", null, "1"));

        // then
        assertThat(replies.size()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpABoundedNumberAtOnce() {
        ServiceReplies many = new ServiceReplies(account("A"), 7, AwaitedReplies.LOST_MAX + 10);
        for (int i = 0; i < AwaitedReplies.LOST_MAX + 5; i++) {
            many.await(new ServiceReplies.Request(asker, "inbox", terms(Response.SINGLETON, THRESHOLD), null), 0);
        }

        asker.unsubscribe(new Subscription(listener.nobody, "inbox", null, "1"));

        assertThat(many.size()).isEqualTo(5);
    }

    private ServiceReplies.Pending awaitMeasured(String reply, Duration threshold) {
        service.latencies(listener);
        MeasuredRequest measured = new MeasuredRequest(reply, "{}", 0, new TreeMap<>(), Instant.EPOCH, 0);
        ServiceTerms terms = terms(Response.SINGLETON, threshold);
        return replies.await(new ServiceReplies.Request(asker, reply, terms, measured), 0);
    }

    private ServiceReplies.Pending await(Response response, long nowNanos) {
        return replies.await(new ServiceReplies.Request(asker, "inbox", terms(response, THRESHOLD), null), nowNanos);
    }

    private void await(String reply, long nowNanos) {
        ServiceTerms terms = terms(Response.SINGLETON, THRESHOLD);
        replies.await(new ServiceReplies.Request(asker, reply, terms, null), nowNanos);
    }

    private static ServiceTerms terms(Response response, Duration threshold) {
        return new ServiceTerms("s", response, threshold, false, null);
    }

    private static Account account(String name) {
        return new Account(new AccountConfig(name, List.of()), false, new Generations(), 1);
    }

    private boolean owns(String subject) {
        return replies.owns(subject.getBytes(ISO_8859_1), subject.length());
    }

    /** Notes what it is told, and wakes those who asked for it when its clock is turned. */
    private static final class Listener implements LatencyListener, Clock {
        private final List<String> told = new ArrayList<>();
        private final NavigableMap<Long, List<Runnable>> alarms = new TreeMap<>();
        private final Subscriber nobody = new InternalSubscriber(InternalSubscriber.nowhere(1)) {
            @Override
            public void delivered(Subscription subscription, PublishFrame frame, int loop) {
                throw new IllegalStateException("delivered to " + subscription.subject());
            }
        };
        private long nowNanos;

        void turnTo(long nanos) {
            while (!alarms.isEmpty() && alarms.firstKey() <= nanos) {
                Map.Entry<Long, List<Runnable>> next = alarms.pollFirstEntry();
                nowNanos = next.getKey();
                next.getValue().forEach(Runnable::run);
            }
            nowNanos = nanos;
        }

        @Override
        public Clock clock() {
            return this;
        }

        @Override
        public String replySuffix() {
            return ".SRVHASH8.T";
        }

        @Override
        public void measured(Account service, String subject, LatencyMetric metric) {
            told.add(subject + " " + metric.status());
        }

        @Override
        public void wakeAfter(long delayNanos, Runnable task) {
            alarms.computeIfAbsent(nowNanos + delayNanos, at -> new ArrayList<>())
                    .add(task);
        }

        @Override
        public long nanoTime() {
            return nowNanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nowNanos);
        }
    }
}

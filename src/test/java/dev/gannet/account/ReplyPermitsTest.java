package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.SubjectRules;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplyPermitsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = -5 * SECOND; // A monotonic clock may be anywhere.

    @Test
    void shouldPermitAsManyAnswersAsConfigured() {
        // given
        ReplyPermits permits = permits(2, Duration.ofMinutes(1));

        // when
        note(permits, "inbox.1");

        // then AC-30
        assertThat(mayReply(permits, "inbox.1")).isTrue();
        assertThat(mayReply(permits, "inbox.1")).isTrue();
        assertThat(mayReply(permits, "inbox.1")).isFalse();
        assertThat(mayReply(permits, "inbox.2")).isFalse();
        assertThat(permits.size()).isZero();
    }

    @Test
    void shouldPermitAnswersForAWhile() {
        // given
        ReplyPermits permits = permits(1, Duration.ofSeconds(3));
        note(permits, "early");
        note(permits, "late");

        // when, then AC-30
        now += 3 * SECOND;
        assertThat(mayReply(permits, "early")).isTrue();
        now += 1;
        assertThat(mayReply(permits, "late")).isFalse();
        assertThat(permits.size()).isZero();
    }

    @Test
    void shouldTakeNegativeForUnlimited() {
        // given
        ReplyPermits permits = permits(-1, Duration.ofSeconds(-1));
        note(permits, "inbox.1");

        // when, then AC-30
        now += Duration.ofDays(10_000).toNanos();
        for (int i = 0; i < 1000; i++) {
            assertThat(mayReply(permits, "inbox.1")).isTrue();
        }
    }

    @Test
    void shouldTakeZeroForTheDefaults() {
        // given
        ReplyPermits permits = permits(0, Duration.ZERO);
        note(permits, "one");
        note(permits, "two");

        // when, then AC-30
        now += Duration.ofMinutes(2).toNanos();
        assertThat(mayReply(permits, "one")).isTrue();
        assertThat(mayReply(permits, "one")).isFalse();
        now += 1;
        assertThat(mayReply(permits, "two")).isFalse();
    }

    @Test
    void shouldExpireTimesThatDoNotFitIntoNanosecondsNever() {
        // given
        ReplyPermits permits = permits(1, Duration.ofDays(365_000));
        note(permits, "inbox.1");

        // when
        now += Duration.ofDays(36_500).toNanos();

        // then
        assertThat(mayReply(permits, "inbox.1")).isTrue();
    }

    @Test
    void shouldStartAnewWithTheNextRequestOnTheSameReply() {
        // given two requests, before either is answered
        ReplyPermits permits = permits(1, Duration.ofSeconds(3));
        note(permits, "inbox.1");
        now += 2 * SECOND;
        note(permits, "inbox.1");

        // when, then one answer, and time from the second on
        now += 2 * SECOND;
        assertThat(permits.size()).isOne();
        assertThat(mayReply(permits, "inbox.1")).isTrue();
        assertThat(mayReply(permits, "inbox.1")).isFalse();
    }

    @Test
    void shouldNoteOnlyWhatIsNotAllowedAnyway() {
        // given
        PermissionsConfig config = new PermissionsConfig(
                new SubjectRules(List.of("inbox.>"), List.of()), null, ResponsePermission.defaults());
        ReplyPermits permits = new ReplyPermits(Permissions.of(config));

        // when AC-31
        note(permits, "inbox.1");
        note(permits, "");
        note(permits, "other.1");

        // then
        assertThat(permits.size()).isOne();
        assertThat(mayReply(permits, "other.1")).isTrue();
    }

    @Test
    void shouldForgetWhatExpired() {
        // given
        ReplyPermits permits = permits(1, Duration.ofSeconds(1));
        for (int i = 0; i < 1000; i++) {
            note(permits, "inbox." + i);
        }

        // when AC-31
        now += 2 * SECOND;
        note(permits, "inbox.last");

        // then
        assertThat(permits.size()).isOne();
    }

    @Test
    void shouldKeepNoMoreThanItsBound() {
        // given one that forgets nothing by itself
        ReplyPermits permits = new ReplyPermits(answering(-1, Duration.ofSeconds(-1)), 100);

        // when
        for (int i = 0; i <= 100; i++) {
            note(permits, "inbox." + i);
        }

        // then the oldest is gone
        assertThat(permits.size()).isEqualTo(100);
        assertThat(mayReply(permits, "inbox.0")).isFalse();
        assertThat(mayReply(permits, "inbox.1")).isTrue();
    }

    @Test
    void shouldReadSubjectsInTheMiddleOfABuffer() {
        // given
        ReplyPermits permits = permits(1, Duration.ofSeconds(1));
        byte[] buffer = "MSG a inbox.\u00ff1 5".getBytes(ISO_8859_1);

        // when
        permits.noteReply(buffer, 6, 8, now);

        // then
        assertThat(permits.mayReply("inbox.\u00ff1".getBytes(ISO_8859_1), 0, 8, now))
                .isTrue();
    }

    @Test
    void shouldBeOnlyForWhoMayAnswer() {
        Permissions none = Permissions.of(new PermissionsConfig(null, null, null));
        assertThatThrownBy(() -> new ReplyPermits(none)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCountEachAnswerOnceHoweverManyLoopsNote() throws Exception {
        // given two loops that deliver requests
        ReplyPermits permits = permits(1, Duration.ofMinutes(1));
        ExecutorService loops = Executors.newFixedThreadPool(2);
        int requests = 20_000;
        long answered = 0;

        // when
        List<Future<Integer>> noted = loops.invokeAll(
                List.of(() -> noteAll(permits, "one.", requests), () -> noteAll(permits, "two.", requests)));
        for (Future<Integer> loop : noted) {
            assertThat(loop.get(1, TimeUnit.MINUTES)).isEqualTo(requests);
        }
        loops.shutdown();
        for (int i = 0; i < requests; i++) {
            answered += mayReply(permits, "one." + i) && !mayReply(permits, "one." + i) ? 1 : 0;
            answered += mayReply(permits, "two." + i) && !mayReply(permits, "two." + i) ? 1 : 0;
        }

        // then
        assertThat(answered).isEqualTo(2L * requests);
        assertThat(permits.size()).isZero();
    }

    private int noteAll(ReplyPermits permits, String prefix, int requests) {
        for (int i = 0; i < requests; i++) {
            note(permits, prefix + i);
        }
        return requests;
    }

    private static ReplyPermits permits(int maxMessages, Duration expires) {
        return new ReplyPermits(answering(maxMessages, expires));
    }

    private static Permissions answering(int maxMessages, Duration expires) {
        return Permissions.of(new PermissionsConfig(null, null, new ResponsePermission(maxMessages, expires)));
    }

    private void note(ReplyPermits permits, String reply) {
        permits.noteReply(reply.getBytes(ISO_8859_1), 0, reply.length(), now);
    }

    private boolean mayReply(ReplyPermits permits, String subject) {
        return permits.mayReply(subject.getBytes(ISO_8859_1), 0, subject.length(), now);
    }
}

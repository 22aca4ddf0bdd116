package dev.gannet.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.interest.Matches;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.subject.Subjects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes events, most of them in the system account. When too much waits to be published it is left out, and the log says how much.
 *
 * <p>Any thread.
 */
final class EventPublisher {
    private final Account system;
    private final Answers answers;
    private final EngineAccess engine;
    private final Executor executor;
    private final AtomicLong leftOut = new AtomicLong();

    EventPublisher(Account system, Answers answers, EngineAccess engine, Executor executor) {
        this.system = system;
        this.answers = answers;
        this.engine = engine;
        this.executor = executor;
    }

    /** Returns whether somebody in the system account listens to a subject: what nobody hears need not be made. */
    boolean isHeard(String subject) {
        return isHeard(system, subject);
    }

    boolean isHeard(Account account, String subject) {
        if (account.connections() == 0) {
            return false;
        }
        String wire = Answers.wire(subject);
        if (!Subjects.isPublishable(wire)) {
            return false; // An account may have a name that makes none.
        }
        byte[] bytes = wire.getBytes(ISO_8859_1);
        Matches matches = new Matches();
        account.interest().match(bytes, 0, bytes.length, matches);
        return !matches.isEmpty();
    }

    /** Runs what makes an event, away from the event loops. */
    void later(Runnable task) {
        try {
            executor.execute(answers.guarded(task));
        } catch (RejectedExecutionException e) {
            leftOut.incrementAndGet();
        }
    }

    void publish(String subject, Object event) {
        publish(system, subject, event);
    }

    void publish(Account account, String subject, Object event) {
        long missed = leftOut.getAndSet(0);
        if (missed > 0) {
            answers.server().log().warn("System events left out because too many waited: " + missed);
        }
        byte[] payload = answers.json().compact(event);
        if (account == system) {
            answers.trace().published(subject, new byte[0], payload);
        } else {
            answers.trace().publishedInAccount(subject, payload);
        }
        engine.publish(account, new ServerMessage(Answers.wire(subject), payload));
    }
}

package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ResponsePermission;
import dev.gannet.config.SubjectRules;
import dev.gannet.subject.Subjects;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may do, compiled: shared by all connections of a user, so that its identity serves as the key of cached
 * answers. Where a user may do everything there is no object at all, but null.
 *
 * <p>Subjects come as bytes from the wire; subscriptions' filters and queue names as the strings that were made of
 * such bytes (one char is one byte).
 *
 * <p><b>Owner:</b> immutable.
 *
 * <p><b>Hot path:</b> {@link #mayPublish} allocates nothing, {@link #mayReceive} only for some queue groups.
 */
public final class Permissions {
    private final PermissionsConfig config;
    private final @Nullable SubjectList publishAllow;
    private final @Nullable SubjectList publishDeny;
    private final @Nullable SubjectList subscribeAllow;
    private final @Nullable SubjectList subscribeDeny;
    private final @Nullable ResponsePermission responses;

    private Permissions(PermissionsConfig config) {
        this.config = config;
        SubjectRules publish = config.publish();
        SubjectRules subscribe = config.subscribe();
        this.responses = config.responses();
        List<String> publishable = publish == null ? null : publish.allow();
        if (publishable == null && responses != null) {
            // Who may only answer may publish nothing else (CF-181).
            publishable = List.of();
        }
        this.publishAllow = publishable == null ? null : SubjectList.ofSubjects(publishable);
        this.publishDeny = publish == null || publish.deny().isEmpty() ? null : SubjectList.ofSubjects(publish.deny());
        this.subscribeAllow = subscribe == null || subscribe.allow() == null
                ? null
                : SubjectList.ofSubjectsAndQueues(subscribe.allow());
        this.subscribeDeny = subscribe == null || subscribe.deny().isEmpty()
                ? null
                : SubjectList.ofSubjectsAndQueues(subscribe.deny());
    }

    /** Compiles the settings; an entry that is not a valid subject is an {@link IllegalArgumentException}. */
    public static Permissions of(PermissionsConfig config) {
        return new Permissions(config);
    }

    /** Returns what it was compiled from. */
    public PermissionsConfig config() {
        return config;
    }

    /** Returns whether a message may be published there; {@link #responses} may permit what this does not. */
    public boolean mayPublish(byte[] subject, int offset, int length) {
        if (publishAllow != null && !publishAllow.matches(subject, offset, length)) {
            return false;
        }
        return publishDeny == null || !publishDeny.matches(subject, offset, length);
    }

    /**
     * Returns whether a subscription is accepted. One that is wider than what is denied is accepted and
     * {@linkplain #filtersDeliveries filtered}.
     */
    public boolean maySubscribe(String filter, @Nullable String queue) {
        byte[] subject = filter.getBytes(ISO_8859_1);
        return (subscribeAllow == null || allowsSubscribe(subscribeAllow, subject, queue))
                && (subscribeDeny == null || !denies(subscribeDeny, subject, 0, subject.length, queue));
    }

    /**
     * Returns whether {@link #mayReceive} has to be asked for each message of this accepted subscription: it is wider
     * than what is allowed, or part of it is denied.
     */
    public boolean filtersDeliveries(String filter) {
        if (Subjects.isLiteral(filter)) {
            return false;
        }
        return (subscribeAllow != null && !subscribeAllow.covers(filter))
                || (subscribeDeny != null && subscribeDeny.collides(filter));
    }

    /** Returns whether a message on this subject may be delivered to an accepted subscription. */
    public boolean mayReceive(byte[] subject, int offset, int length, @Nullable String queue) {
        if (subscribeDeny != null && denies(subscribeDeny, subject, offset, length, queue)) {
            return false;
        }
        // nats-server accepts SUB foo.> where foo.* is allowed, and delivers foo.a.b too. Here it gets foo.a only.
        return subscribeAllow == null
                || subscribeAllow.matches(subject, offset, length)
                || (queue != null && subscribeAllow.matchesFor(subject, offset, length, queue));
    }

    /** Returns how often and how long received requests may be answered wherever their reply leads, or null. */
    public @Nullable ResponsePermission responses() {
        return responses;
    }

    /** Once entries with queue groups match, one of them must be for this group, whatever the plain entries say. */
    private static boolean allowsSubscribe(SubjectList allow, byte[] subject, @Nullable String queue) {
        if (queue != null && allow.matchesForAnyQueue(subject)) {
            return allow.matchesFor(subject, 0, subject.length, queue);
        }
        return allow.matches(subject, 0, subject.length);
    }

    private static boolean denies(SubjectList deny, byte[] subject, int offset, int length, @Nullable String queue) {
        return deny.matches(subject, offset, length)
                || (queue != null && deny.matchesFor(subject, offset, length, queue));
    }
}

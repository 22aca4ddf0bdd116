package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.config.ResponsePermission;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * The reply subjects on which one connection may answer although it may not publish there otherwise
 * ({@code allow_responses}): noted with each request that it is sent, used up with each answer that it sends.
 *
 * <p>A request on a reply subject that is already noted starts it anew. (nats-server counts that request as an answer,
 * and then refuses the real one.)
 *
 * <p><b>Owner:</b> shared under its own lock, which is held for one look-up: whoever delivers a request notes its
 * reply, the connection's loop asks.
 *
 * <p><b>Units:</b> times are those of one monotonic clock, in nanoseconds.
 */
public final class ReplyPermits {
    /** Most replies kept at a time; with one more the oldest is forgotten. About 10 MB when full. */
    static final int PERMITS_MAX = 65_536;

    /** Stands for a number of answers, or a time, without end. */
    private static final long UNLIMITED = Long.MAX_VALUE;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Permissions permissions;
    private final long answersMax;
    private final long expiresNanos;
    private final int permitsMax;
    private final LinkedHashMap<String, Permit> permits = new LinkedHashMap<>(); // Oldest first.

    private static final class Permit {
        private final long notedNanos;
        private long answers;

        Permit(long notedNanos) {
            this.notedNanos = notedNanos;
        }
    }

    /** {@code permissions} are those of the connection's user and have {@link Permissions#responses()}. */
    public ReplyPermits(Permissions permissions) {
        this(permissions, PERMITS_MAX);
    }

    ReplyPermits(Permissions permissions, int permitsMax) {
        ResponsePermission responses = permissions.responses();
        if (responses == null) {
            throw new IllegalArgumentException("permissions: without responses (expected: allow_responses)");
        }
        this.permissions = permissions;
        this.answersMax = answersMax(responses);
        this.expiresNanos = expiresNanos(responses);
        this.permitsMax = permitsMax;
    }

    private static long answersMax(ResponsePermission responses) {
        int max = responses.maxMessages() == 0 ? ResponsePermission.DEFAULT_MAX_MESSAGES : responses.maxMessages();
        return max < 0 ? UNLIMITED : max;
    }

    private static long expiresNanos(ResponsePermission responses) {
        Duration expires = responses.expires().isZero() ? ResponsePermission.DEFAULT_EXPIRES : responses.expires();
        return expires.isNegative() || expires.compareTo(LONGEST) > 0 ? UNLIMITED : expires.toNanos();
    }

    /** Notes the reply of a message that is delivered to the connection; nothing if it may publish there anyway. */
    public void noteReply(byte[] reply, int offset, int length, long nowNanos) {
        if (length == 0 || permissions.mayPublish(reply, offset, length)) {
            return;
        }
        String subject = new String(reply, offset, length, ISO_8859_1);
        synchronized (permits) {
            forgetExpired(nowNanos);
            permits.remove(subject); // So that the new one stands last.
            permits.put(subject, new Permit(nowNanos));
            if (permits.size() > permitsMax) {
                forgetOldest();
            }
        }
    }

    /** Returns whether the connection may publish one message on the subject as an answer, and counts it. */
    public boolean mayReply(byte[] subject, int offset, int length, long nowNanos) {
        String key = new String(subject, offset, length, ISO_8859_1);
        synchronized (permits) {
            Permit permit = permits.get(key);
            if (permit == null) {
                return false;
            }
            if (isExpired(permit, nowNanos)) {
                permits.remove(key);
                return false;
            }
            permit.answers++;
            if (permit.answers >= answersMax) {
                permits.remove(key);
            }
            return true;
        }
    }

    /** Returns how many replies are kept now. */
    int size() {
        synchronized (permits) {
            return permits.size();
        }
    }

    /** Each is looked at once at the head and removed there, so a note costs the same however many are kept. */
    private void forgetExpired(long nowNanos) {
        Iterator<Permit> oldest = permits.values().iterator();
        while (oldest.hasNext() && isExpired(oldest.next(), nowNanos)) {
            oldest.remove();
        }
    }

    private void forgetOldest() {
        Iterator<String> oldest = permits.keySet().iterator();
        oldest.next();
        oldest.remove();
    }

    private boolean isExpired(Permit permit, long nowNanos) {
        return expiresNanos != UNLIMITED && nowNanos - permit.notedNanos > expiresNanos;
    }
}

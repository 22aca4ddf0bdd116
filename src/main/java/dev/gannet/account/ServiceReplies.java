package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.config.sharing.ExportConfig.Response;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where the answers to requests of other accounts go: each request that an account is asked through an import has a reply
 * subject of its own there, {@code _R_.xxxxxx.yyyyyy} (AC-42), which leads to the asker's for a while (AC-43).
 *
 * <p><b>Owner:</b> any thread; a lock of its own is held for one look-up.
 *
 * <p><b>Units:</b> times are those of one monotonic clock, in nanoseconds.
 */
public final class ServiceReplies {
    /** Most answers waited for at a time; with one more the oldest is forgotten. About 60 MB when full. */
    static final int PENDING_MAX = 262_144;

    private static final String PREFIX = "_R_.";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TOKEN_LENGTH = 6;

    private final byte[] prefix;
    private final String prefixText;
    private final SplittableRandom random;
    private final int pendingMax;
    private final LinkedHashMap<String, Pending> pending = new LinkedHashMap<>(); // Oldest first.

    /** An answer that is waited for. */
    public static final class Pending {
        private final String subject;
        private final Account asker;
        private final String reply;
        private final ServiceTerms terms;
        private long sinceNanos;

        private Pending(String subject, Account asker, String reply, ServiceTerms terms, long sinceNanos) {
            this.subject = subject;
            this.asker = asker;
            this.reply = reply;
            this.terms = terms;
            this.sinceNanos = sinceNanos;
        }

        /** Returns where the answer is published by who gives it. */
        public String subject() {
            return subject;
        }

        /** Returns the account that has asked. */
        public Account asker() {
            return asker;
        }

        /** Returns where the answer goes there. */
        public String reply() {
            return reply;
        }

        public ServiceTerms terms() {
            return terms;
        }

        private boolean isExpired(long nowNanos) {
            return nowNanos - sinceNanos > terms.threshold().toNanos();
        }
    }

    /** {@code seed} is a number that nobody outside can foretell. */
    ServiceReplies(long seed) {
        this(seed, PENDING_MAX);
    }

    ServiceReplies(long seed, int pendingMax) {
        this.random = new SplittableRandom(seed);
        this.prefixText = PREFIX + token() + ".";
        this.prefix = prefixText.getBytes(ISO_8859_1);
        this.pendingMax = pendingMax;
    }

    private String token() {
        char[] token = new char[TOKEN_LENGTH];
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token[i] = DIGITS.charAt(random.nextInt(DIGITS.length()));
        }
        return new String(token);
    }

    /** Returns whether a subject is one of those that answers are published to. */
    public boolean owns(byte[] subject, int length) {
        if (length <= prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (subject[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Waits for an answer to {@code reply} in the asker's account. */
    public Pending await(Account asker, String reply, ServiceTerms terms, long nowNanos) {
        synchronized (pending) {
            forgetExpired(nowNanos);
            String subject = prefixText + token();
            while (pending.containsKey(subject)) {
                subject = prefixText + token();
            }
            Pending waiting = new Pending(subject, asker, reply, terms, nowNanos);
            pending.put(subject, waiting);
            if (pending.size() > pendingMax) {
                forgetOldest();
            }
            return waiting;
        }
    }

    /**
     * Returns who waits for the answer that comes on a subject; null if nobody does, or not any more. If it is the only
     * one that may come it is not waited for any longer.
     */
    public @Nullable Pending take(String subject, long nowNanos) {
        synchronized (pending) {
            Pending waiting = pending.get(subject);
            if (waiting == null) {
                return null;
            }
            boolean isExpired = waiting.isExpired(nowNanos);
            if (isExpired || waiting.terms.response() == Response.SINGLETON) {
                pending.remove(subject);
            }
            return isExpired ? null : waiting;
        }
    }

    /** A part of an answer was delivered, and another may come: the wait begins anew. */
    public void touch(Pending waiting, long nowNanos) {
        synchronized (pending) {
            if (pending.remove(waiting.subject, waiting)) {
                waiting.sinceNanos = nowNanos;
                pending.put(waiting.subject, waiting); // The youngest stands last.
            }
        }
    }

    /** Waits no longer. */
    public void forget(Pending waiting) {
        synchronized (pending) {
            pending.remove(waiting.subject, waiting);
        }
    }

    /** Returns how many answers are waited for. */
    public int size() {
        synchronized (pending) {
            return pending.size();
        }
    }

    private void forgetExpired(long nowNanos) {
        Iterator<Map.Entry<String, Pending>> oldest = pending.entrySet().iterator();
        while (oldest.hasNext() && oldest.next().getValue().isExpired(nowNanos)) {
            oldest.remove();
        }
    }

    private void forgetOldest() {
        Iterator<String> oldest = pending.keySet().iterator();
        oldest.next();
        oldest.remove();
    }
}

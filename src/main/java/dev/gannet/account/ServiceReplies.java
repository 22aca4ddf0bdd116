package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.latency.LatencyStatus;
import dev.gannet.account.latency.MeasuredRequest;
import dev.gannet.config.sharing.ExportConfig.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where the answers to requests of other accounts go: each request that an account is asked through an import has a reply
 * subject of its own there, {@code _R_.xxxxxx.yyyyyy} (AC-42), which leads to the asker's for a while (AC-43).
 *
 * <p><b>Owner:</b> any thread; a lock of its own is held for one look-up, and within it that of the asker's
 * {@link AwaitedReplies}.
 *
 * <p><b>Units:</b> times are those of one monotonic clock, in nanoseconds.
 */
public final class ServiceReplies {
    /** Most answers waited for at a time; with one more the oldest is forgotten. About 75 MB when full. */
    static final int PENDING_MAX = 262_144;

    private static final String PREFIX = "_R_.";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TOKEN_LENGTH = 6;

    private final Account owner;
    private final byte[] prefix;
    private final String prefixText;
    private final SplittableRandom random;
    private final int pendingMax;
    private final LinkedHashMap<String, Pending> pending = new LinkedHashMap<>(); // Oldest first.
    private final MeasuredWaits measured = new MeasuredWaits();

    /** An answer that is waited for. */
    public static final class Pending extends AwaitedReplies.Place {
        private final ServiceReplies service;
        private final Account asker;
        private final ServiceTerms terms;
        private final @Nullable MeasuredRequest measured;
        private long sinceNanos;

        private Pending(ServiceReplies service, String subject, Request request, long sinceNanos) {
            super(request.reply(), subject);
            this.service = service;
            this.asker = request.asker();
            this.terms = request.terms();
            this.measured = request.measured();
            this.sinceNanos = sinceNanos;
        }

        /** Returns the account that has asked. */
        public Account asker() {
            return asker;
        }

        public ServiceTerms terms() {
            return terms;
        }

        /** Returns what is known of the request if it is measured, or null. */
        public @Nullable MeasuredRequest measured() {
            return measured;
        }

        /** Nobody listens for it any more. */
        void giveUp() {
            service.giveUp(this);
        }

        boolean isExpired(long nowNanos) {
            return nowNanos >= expiresNanos();
        }

        long expiresNanos() {
            return sinceNanos + terms.threshold().toNanos() + 1;
        }
    }

    /**
     * A request whose answer is waited for.
     *
     * @param asker whose client asks
     * @param reply where the answer goes there
     * @param measured what is known of it if it is measured, or null
     */
    public record Request(
            Account asker,
            String reply,
            ServiceTerms terms,
            @Nullable MeasuredRequest measured) {}

    /** {@code seed} is a number that nobody outside can foretell. */
    ServiceReplies(Account owner, long seed) {
        this(owner, seed, PENDING_MAX);
    }

    ServiceReplies(Account owner, long seed, int pendingMax) {
        this.owner = owner;
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

    /** Returns who waits for the answer that is to come on a subject, or null. */
    public @Nullable Pending find(String subject) {
        synchronized (pending) {
            return pending.get(subject);
        }
    }

    /** Returns a subject as an answer has it, which leads nowhere. */
    public String unused() {
        synchronized (pending) {
            return freeSubject("");
        }
    }

    /** Waits for an answer. */
    public Pending await(Request request, long nowNanos) {
        LatencyListener told = owner.latencies();
        String suffix = request.measured() == null || told == null ? "" : told.replySuffix();
        List<Pending> late;
        Pending waiting;
        long alarmNanos = MeasuredWaits.NEVER;
        synchronized (pending) {
            String subject = freeSubject(suffix);
            waiting = new Pending(this, subject, request, nowNanos);
            pending.put(subject, waiting);
            late = makeRoom(nowNanos);
            if (request.measured() != null) {
                measured.add(waiting);
                alarmNanos = measured.nextAlarm();
            }
        }
        request.asker().awaited().add(waiting);
        tell(late, LatencyStatus.TIMED_OUT);
        setAlarm(told, alarmNanos, nowNanos);
        return waiting;
    }

    private String freeSubject(String suffix) {
        String subject = prefixText + token() + suffix;
        while (pending.containsKey(subject)) {
            subject = prefixText + token() + suffix;
        }
        return subject;
    }

    /**
     * Returns who waits for the answer that comes on a subject; null if nobody does, or not any more. If it is the only
     * one that may come it is not waited for any longer.
     */
    public @Nullable Pending take(String subject, long nowNanos) {
        Pending waiting;
        boolean isExpired;
        synchronized (pending) {
            waiting = pending.get(subject);
            if (waiting == null) {
                return null;
            }
            isExpired = waiting.isExpired(nowNanos);
            if (isExpired || waiting.terms.response() == Response.SINGLETON) {
                drop(waiting);
            }
        }
        if (isExpired) {
            tell(List.of(waiting), LatencyStatus.TIMED_OUT);
            return null;
        }
        return waiting;
    }

    /** A part of an answer was delivered, and another may come: the wait begins anew. */
    public void touch(Pending waiting, long nowNanos) {
        synchronized (pending) {
            if (pending.remove(waiting.subject(), waiting)) {
                waiting.sinceNanos = nowNanos;
                pending.put(waiting.subject(), waiting); // The youngest stands last.
            }
        }
    }

    /** Waits no longer. Returns whether it was waited for until now. */
    public boolean forget(Pending waiting) {
        synchronized (pending) {
            boolean isThere = pending.get(waiting.subject()) == waiting;
            if (isThere) {
                drop(waiting);
            }
            return isThere;
        }
    }

    private void giveUp(Pending waiting) {
        if (forget(waiting)) {
            tell(List.of(waiting), LatencyStatus.INTEREST_LOST);
        }
    }

    /** Returns how many answers are waited for. */
    public int size() {
        synchronized (pending) {
            return pending.size();
        }
    }

    /** Forgets what has waited too long, and the oldest if there are too many. Returns those. */
    private List<Pending> makeRoom(long nowNanos) {
        List<Pending> late = List.of();
        Pending oldest = pending.values().iterator().next();
        while (oldest.isExpired(nowNanos) || pending.size() > pendingMax) {
            drop(oldest);
            late = late.isEmpty() ? new ArrayList<>(1) : late;
            late.add(oldest);
            oldest = pending.values().iterator().next();
        }
        return late;
    }

    private void drop(Pending waiting) {
        pending.remove(waiting.subject());
        if (waiting.measured != null) {
            measured.remove(waiting);
        }
        waiting.asker.awaited().remove(waiting);
    }

    // Those that are measured.

    private void tell(List<Pending> ended, LatencyStatus status) {
        LatencyListener told = owner.latencies();
        for (Pending waiting : ended) {
            MeasuredRequest request = waiting.measured;
            if (request != null && told != null) {
                told.measured(owner, request.subject(), request.failed(status));
            }
        }
    }

    private void setAlarm(@Nullable LatencyListener told, long atNanos, long nowNanos) {
        if (told != null && atNanos != MeasuredWaits.NEVER) {
            told.wakeAfter(atNanos - nowNanos, () -> alarmed(told, atNanos));
        }
    }

    private void alarmed(LatencyListener told, long atNanos) {
        long nowNanos = Math.max(atNanos, told.clock().nanoTime());
        List<Pending> late;
        long nextNanos;
        synchronized (pending) {
            measured.alarmed(atNanos);
            late = measured.expired(nowNanos);
            late.forEach(this::drop);
            nextNanos = measured.nextAlarm();
        }
        tell(late, LatencyStatus.TIMED_OUT);
        setAlarm(told, nextNanos, nowNanos);
    }
}

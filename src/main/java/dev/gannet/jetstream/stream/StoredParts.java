package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.config.Durations;
import dev.gannet.store.record.StoreRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message as its stream stores it: what was published, with the stream's own subject, time and headers.
 *
 * <p><b>Owner:</b> who applies entries; a message's own.
 */
public final class StoredParts {
    /** Of a message that stays whatever its age. */
    static final long NEVER = -1;

    private static final long INVALID = -2;

    /** So many digits are always a long. */
    private static final int FITTING_DIGITS = 18;

    private final long timeNanos;
    private final byte[] subject;
    private byte[] headers;
    private Bytes payload;
    private final long ttlSeconds;

    StoredParts(long timeNanos, byte[] subject, byte[] headers, Bytes payload, @Nullable String ttl) {
        this.timeNanos = timeNanos;
        this.subject = subject;
        this.headers = headers;
        this.payload = payload;
        this.ttlSeconds = ttl == null || ttl.isEmpty() ? 0 : ttlSeconds(ttl);
    }

    /** Some bytes of a buffer, wherever its position is: those of an entry are not copied to be stored. */
    public record Bytes(ByteBuffer buffer, int from, int length) {
        static Bytes of(byte[] all) {
            return new Bytes(ByteBuffer.wrap(all), 0, all.length);
        }

        public byte[] copy() {
            byte[] copy = new byte[length];
            buffer.get(from, copy, 0, length);
            return copy;
        }
    }

    /** Reads how long a message lives (ST-93). */
    private static long ttlSeconds(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("never")) {
            return NEVER;
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.equals("0")) {
            return numberOfSeconds(text);
        }
        try {
            Duration duration = Durations.parse(text);
            return duration.toSeconds() >= 1 ? duration.toSeconds() : INVALID;
        } catch (IllegalArgumentException e) {
            return INVALID;
        }
    }

    /**
     * The reference counts on beyond what 64 bits hold, and takes what is not negative then; so this does. But there such a
     * message goes at once or after some time, and here it stays: it is to live longer than there are numbers for.
     */
    private static long numberOfSeconds(String digits) {
        long seconds = 0;
        int significant = 0;
        for (int i = 0; i < digits.length(); i++) {
            seconds = 10 * seconds + digits.charAt(i) - '0';
            significant += significant > 0 || digits.charAt(i) != '0' ? 1 : 0;
        }
        if (seconds < 0) {
            return INVALID;
        }
        return significant > FITTING_DIGITS ? Long.MAX_VALUE : seconds;
    }

    public long timeNanos() {
        return timeNanos;
    }

    /** Returns its subject, not to be changed. */
    public byte[] subject() {
        return subject;
    }

    /** Returns its headers, not to be changed. */
    public byte[] headers() {
        return headers;
    }

    void headers(byte[] other) {
        headers = other;
    }

    public Bytes payload() {
        return payload;
    }

    void payload(byte[] other) {
        payload = Bytes.of(other);
    }

    /** Adds its bytes to what is stored. */
    StoreRecord to(StoreRecord record) {
        return record.subject(ByteBuffer.wrap(subject), 0, subject.length)
                .headers(ByteBuffer.wrap(headers), 0, headers.length)
                .payload(payload.buffer, payload.from, payload.length);
    }

    boolean isTtlInvalid() {
        return ttlSeconds == INVALID;
    }

    /** Returns how long it lives; zero for as long as others do, {@link #NEVER} for however long. */
    long ttlSeconds() {
        return ttlSeconds;
    }

    String subjectText() {
        return new String(subject, ISO_8859_1);
    }
}

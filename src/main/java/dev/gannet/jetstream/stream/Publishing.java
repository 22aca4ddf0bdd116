package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Quoted;
import dev.gannet.jetstream.config.Discard;
import dev.gannet.jetstream.config.Retention;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.MessageHeaders.Field;
import dev.gannet.store.segment.SubjectTotals;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message is stored, and what its publisher is told: the checks in the reference server's order (ST-83,
 * RL-2210).
 *
 * <p><b>Owner:</b> who applies the entries of a shard; one serves all its streams.
 */
final class Publishing {
    private static final int HEADER_BYTES_MAX = 65_535;
    private static final int RECORD_BYTES_MAX = 32 << 20;
    private static final String ROLLUP_SUBJECT = "sub";
    private static final String ROLLUP_ALL = "all";

    private final MessageHeaders headers = new MessageHeaders();
    private final SubjectTotals totals = new SubjectTotals();
    private final Counting counting = new Counting(headers);
    private long storedSeq; // Of the message that is being applied, once it is stored.
    private @Nullable StoredParts stored;
    private long previous; // The last of its subject before it.
    private @Nullable String count; // What it counts, if it does.
    private String mismatch = ""; // What was expected and is not so, in the words of a trace.

    /** Applies a message to its stream. */
    void publish(Stream stream, AccountUsage usage, MessageEntry entry, Outcome outcome) {
        StoredParts parts = check(stream, entry, outcome);
        if (parts == null) {
            return;
        }
        if (outcome.isUnwanted()) {
            long seq = stream.skip(parts, headers.get(Field.MSG_ID)); // ST-101
            outcome.stored(stream, stream.acks().stored(seq));
            return;
        }
        ApiError refusal = tooMuch(stream, usage, parts);
        if (refusal != null) {
            outcome.refused(stream, refusal, "");
            return;
        }
        store(stream, parts, outcome);
    }

    /**
     * Says whether a message may be stored if there is room, which is as far as it is looked into where it is only traced
     * (CP-223). Changes nothing.
     *
     * @return what would be stored, or null if the message is refused
     */
    @Nullable
    StoredParts check(Stream stream, MessageEntry entry, Outcome outcome) {
        storedSeq = 0;
        mismatch = "";
        headers.read(entry.bytes(), entry.headerStart(), entry.headerLength());
        StoredParts parts = stream.parts(entry, headers);
        ApiError refusal = refusal(stream, entry, parts);
        if (refusal != null) {
            outcome.refused(stream, refusal, mismatch);
            return null;
        }
        long known = stream.findDuplicate(headers, parts.timeNanos());
        if (known != 0) {
            outcome.duplicate(stream, known);
            return null;
        }
        refusal = lateRefusal(stream, parts);
        if (refusal != null) {
            outcome.refused(stream, refusal, mismatch);
            return null;
        }
        boolean isUnwanted =
                stream.config().storage().retention() == Retention.INTEREST && !stream.hasInterest(parts.subject());
        outcome.passed(stream, parts.subject(), isUnwanted);
        return parts;
    }

    private @Nullable ApiError refusal(Stream stream, MessageEntry entry, StoredParts parts) {
        StreamConfig config = stream.config();
        if (entry.headerLength() + entry.payloadLength() > RECORD_BYTES_MAX) {
            return ErrorCode.STREAM_STORE_FAILED.error("message too large");
        }
        if (config.access().sealed()) {
            return ErrorCode.STREAM_SEALED.error();
        }
        int sizeMax = config.limits().maxMessageBytes();
        if (sizeMax >= 0 && entry.headerLength() + entry.payloadLength() > sizeMax) {
            return ErrorCode.STREAM_MESSAGE_EXCEEDS_MAXIMUM.error();
        }
        if (entry.headerLength() == 0) {
            return null;
        }
        if (entry.headerLength() > HEADER_BYTES_MAX) {
            return ErrorCode.STREAM_HEADER_EXCEEDS_MAXIMUM.error();
        }
        if (headers.has(Field.BATCH_ID)) {
            return ErrorCode.ATOMIC_PUBLISH_DISABLED.error();
        }
        ApiError uncountable = counting.refusal(config, entry.payloadLength());
        return uncountable != null ? uncountable : unexpected(stream, parts);
    }

    private @Nullable ApiError unexpected(Stream stream, StoredParts parts) {
        StreamConfig config = stream.config();
        String expected = headers.get(Field.EXPECTED_STREAM);
        if (expected != null && !expected.isEmpty() && !expected.equals(config.name())) {
            return ErrorCode.STREAM_NOT_MATCH.error();
        }
        if (parts.ttlSeconds() != 0
                && !parts.isTtlInvalid()
                && !config.features().messageTtl()) {
            return ErrorCode.MESSAGE_TTL_DISABLED.error();
        }
        if (headers.has(Field.EXPECTED_LAST_SUBJECT_SEQ)) {
            long last = lastOfExpectedSubject(stream, parts.subject());
            if (last != sequence(Field.EXPECTED_LAST_SUBJECT_SEQ)) {
                mismatch = "last sequence by subject" + mismatch(Field.EXPECTED_LAST_SUBJECT_SEQ, last);
                return ErrorCode.STREAM_WRONG_LAST_SEQUENCE.error(Long.toUnsignedString(last));
            }
        } else if (headers.has(Field.EXPECTED_LAST_SUBJECT_SEQ_SUBJECT)) {
            return ErrorCode.STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID.error();
        }
        long last = stream.store().lastSeq();
        if (headers.has(Field.EXPECTED_LAST_SEQ) && last != sequence(Field.EXPECTED_LAST_SEQ)) {
            mismatch = "last sequence" + mismatch(Field.EXPECTED_LAST_SEQ, last);
            return ErrorCode.STREAM_WRONG_LAST_SEQUENCE.error(Long.toUnsignedString(last));
        }
        if (headers.has(Field.SCHEDULE)) {
            return ErrorCode.MESSAGE_SCHEDULES_DISABLED.error();
        }
        return headers.has(Field.STREAM_SOURCE) ? ErrorCode.MESSAGE_SOURCE_HDR_NOT_ALLOWED.error() : null;
    }

    private String mismatch(Field expected, long last) {
        return " mismatch: " + Long.toUnsignedString(sequence(expected)) + " vs " + Long.toUnsignedString(last);
    }

    private long lastOfExpectedSubject(Stream stream, byte[] subject) {
        String other = headers.get(Field.EXPECTED_LAST_SUBJECT_SEQ_SUBJECT);
        if (other != null && !other.isEmpty()) {
            return stream.store().last(other);
        }
        return stream.store().lastOf(subject, 0, subject.length);
    }

    /** Returns the number in a field; one that no sequence is if there is none. */
    private long sequence(Field field) {
        String text = headers.get(field);
        try {
            return text == null ? -1 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private @Nullable ApiError lateRefusal(Stream stream, StoredParts parts) {
        StreamConfig config = stream.config();
        if (headers.has(Field.EXPECTED_LAST_MSG_ID)) {
            String id = headers.get(Field.EXPECTED_LAST_MSG_ID);
            if (id != null && !stream.lastMessageId().equals(id)) {
                mismatch =
                        "last msgid mismatch: " + Quoted.ofBytes(id) + " vs " + Quoted.ofBytes(stream.lastMessageId());
                return ErrorCode.STREAM_WRONG_LAST_MSG_ID.error(stream.lastMessageId());
            }
        }
        String rollup = rollup();
        if (!rollup.isEmpty()) {
            if (!config.access().allowRollup() || config.access().denyPurge()) {
                return ErrorCode.STREAM_ROLLUP_FAILED.error("rollup not permitted");
            }
            if (!rollup.equals(ROLLUP_SUBJECT) && !rollup.equals(ROLLUP_ALL)) {
                return ErrorCode.STREAM_ROLLUP_FAILED.error("rollup value invalid: " + Quoted.ofBytes(rollup));
            }
        }
        return config.features().counter() ? counting.count(stream, parts) : null;
    }

    private @Nullable ApiError tooMuch(Stream stream, AccountUsage usage, StoredParts parts) {
        ApiError full = usage.refusal(stream.sizeOf(parts));
        if (full != null) {
            return full;
        }
        return parts.isTtlInvalid() ? ErrorCode.MESSAGE_TTL_INVALID.error() : overLimits(stream, parts, rollup());
    }

    private String rollup() {
        String rollup = headers.get(Field.ROLLUP);
        return rollup == null ? "" : rollup.toLowerCase(Locale.ROOT);
    }

    /** Returns why a full stream does not take it (ST-96, ST-115, ST-116). */
    private @Nullable ApiError overLimits(Stream stream, StoredParts parts, String rollup) {
        StreamConfig config = stream.config();
        if (config.storage().discard() != Discard.NEW) {
            return null;
        }
        StreamConfig.StreamLimits limits = config.limits();
        byte[] subject = parts.subject();
        boolean isFull = limits.maxMessagesPerSubject() > 0
                && stream.store().messagesOf(subject, 0, subject.length) >= limits.maxMessagesPerSubject();
        if (isFull && config.storage().discardNewPerSubject() && rollup.isEmpty()) {
            return ErrorCode.STREAM_STORE_FAILED.error("maximum messages per subject exceeded");
        }
        if (limits.maxMessages() > 0 && stream.store().messages() >= limits.maxMessages() && !isFull) {
            return ErrorCode.STREAM_STORE_FAILED.error("maximum messages exceeded");
        }
        long size = stream.sizeOf(parts);
        if (limits.maxBytes() > 0
                && stream.store().bytes() + size > limits.maxBytes()
                && (!isFull || sizeOfFirst(stream, subject) < size)) {
            return ErrorCode.STREAM_STORE_FAILED.error("maximum bytes exceeded");
        }
        return null;
    }

    private long sizeOfFirst(Stream stream, byte[] subject) {
        return stream.store().subject(subject, 0, subject.length, totals)
                ? stream.store().sizeOf(totals.firstSeq())
                : 0;
    }

    private void store(Stream stream, StoredParts parts, Outcome outcome) {
        byte[] subject = parts.subject();
        previous = stream.republishing() == null ? 0 : stream.store().lastOf(subject, 0, subject.length);
        count = counting.takeValue();
        storedSeq = stream.append(parts, headers.get(Field.MSG_ID));
        stored = parts;
        finish(stream, outcome);
    }

    /** Returns whether the message is stored, but not all of what comes of that is done. */
    boolean isUnfinished() {
        return storedSeq != 0;
    }

    /** Does what comes of a message that is stored; where something has to be fetched for that it may be called again. */
    void finish(Stream stream, Outcome outcome) {
        StoredParts parts = Objects.requireNonNull(stored);
        long seq = storedSeq;
        outcome.passed(stream, parts.subject(), false);
        rollUp(stream, parts.subject(), seq);
        stream.enforceLimits(parts.subject());
        outcome.stored(
                stream,
                count == null ? stream.acks().stored(seq) : stream.acks().counted(seq, count));
        if (stream.republishing() != null) {
            outcome.republish(stream.republishing().of(parts, seq, previous));
        }
    }

    private void rollUp(Stream stream, byte[] subject, long seq) {
        String rollup = rollup();
        if (rollup.equals(ROLLUP_ALL)) {
            stream.removeBelow(seq);
        } else if (rollup.equals(ROLLUP_SUBJECT)) {
            stream.removeOfSubject(new String(subject, ISO_8859_1), seq, 0);
        }
    }
}

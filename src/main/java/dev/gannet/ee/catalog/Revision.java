package dev.gannet.ee.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.store.segment.StoredMessage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one message of a bucket says.
 *
 * @param subject as the wire has it, one char for each byte
 * @param value null if it is too long for a column
 * @param operation {@code PUT}, {@code DEL} or {@code PURGE}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
record Revision(
        String subject,
        String key,
        byte @Nullable [] value,
        long bytes,
        long revision,
        OffsetDateTime created,
        String operation) {
    /** The most that H2 takes. */
    private static final int VALUE_BYTES_MAX = 1 << 20;

    private static final String PUT = "PUT";
    private static final String DELETED = "DEL";
    private static final String PURGED = "PURGE";

    /** Returns null if the message is of no key of the bucket. */
    static @Nullable Revision of(Bucket bucket, StoredMessage message) {
        String subject = new String(message.subject(), ISO_8859_1);
        if (!subject.startsWith(bucket.prefix())) {
            return null;
        }
        int prefix = bucket.prefix().length();
        byte[] payload = message.payload();
        return new Revision(
                subject,
                new String(message.subject(), prefix, message.subject().length - prefix, UTF_8),
                payload.length > VALUE_BYTES_MAX ? null : payload,
                payload.length,
                message.seq(),
                Instant.EPOCH.plusNanos(message.timestampNanos()).atOffset(ZoneOffset.UTC),
                operation(message.headers()));
    }

    /** What clients take the headers for (KV-23, KV-24, KV-33). */
    private static String operation(byte[] headers) {
        if (headers.length == 0) {
            return PUT;
        }
        for (String line : new String(headers, ISO_8859_1).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = line.substring(colon + 1).trim().toUpperCase(Locale.ROOT);
                switch (line.substring(0, colon)) {
                    case "KV-Operation" -> {
                        return value.equals(DELETED) || value.equals(PURGED) ? value : PUT;
                    }
                    case "Nats-Marker-Reason" -> {
                        return value.equals("REMOVE") ? DELETED : PURGED;
                    }
                    default -> {
                        continue;
                    }
                }
            }
        }
        return PUT;
    }
}

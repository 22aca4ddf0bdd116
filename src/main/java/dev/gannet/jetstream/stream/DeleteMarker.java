package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.config.Durations;
import java.time.Duration;
import java.util.regex.Pattern;

/** The message that says that the last one of a subject is gone (ST-109, ST-129, ST-130). Pure functions. */
final class DeleteMarker {
    /** So much more it may take than the message whose place it takes, which had the same subject. */
    static final int MORE_BYTES_MAX = 128;

    private static final String REASON = "Nats-Marker-Reason: ";
    private static final Pattern PURGED = Pattern.compile("\r\nKV-Operation:[ \t]*PURGE[ \t]*\r\n");
    private static final byte[] NOTHING = {};

    private DeleteMarker() {}

    static StoredParts of(byte[] subject, long timeNanos, long ttlNanos) {
        String ttl = Durations.format(Duration.ofNanos(ttlNanos));
        String headers = "NATS/1.0\r\n" + REASON + "MaxAge\r\nNats-TTL: " + ttl + "\r\nNats-Rollup: sub\r\n\r\n";
        return new StoredParts(timeNanos, subject, headers.getBytes(ISO_8859_1), StoredParts.Bytes.of(NOTHING), ttl);
    }

    /** Returns whether the message with these headers is one, or what a key-value client leaves when it purges a key. */
    static boolean is(byte[] headers) {
        String lines = new String(headers, ISO_8859_1);
        return lines.contains("\r\n" + REASON) || PURGED.matcher(lines).find();
    }
}

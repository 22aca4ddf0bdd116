package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.GoTime;
import dev.gannet.jetstream.config.StreamConfig.Republish;
import dev.gannet.jetstream.stream.Outcome.Republication;
import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes of a stored message the one that is published again (ST-107, ST-227 to ST-229). Immutable. */
final class Republishing {
    private final String stream;
    private final SubjectTransform transform;
    private final boolean headersOnly;

    private Republishing(String stream, SubjectTransform transform, boolean headersOnly) {
        this.stream = stream;
        this.transform = transform;
        this.headersOnly = headersOnly;
    }

    /** Returns what a stream is told to do, or null for nothing. */
    static @Nullable Republishing of(String stream, @Nullable Republish config) {
        if (config == null) {
            return null;
        }
        try {
            return new Republishing(
                    stream, SubjectTransform.of(config.source(), config.destination()), config.headersOnly());
        } catch (TransformException e) {
            throw new IllegalArgumentException("republish: " + e.getMessage() + " (expected: checked before)", e);
        }
    }

    /** Returns the message to publish, or null if there is none. */
    @Nullable
    Republication of(StoredParts message, long seq, long previousSeq) {
        byte[] from = message.subject();
        if (!transform.matches(from, 0, from.length)) {
            return null;
        }
        byte[] subject = transform.apply(from, bound -> (int) Long.remainderUnsigned(seq, bound));
        if (!Subjects.isValidLiteral(new String(subject, ISO_8859_1))) {
            return null;
        }
        String lines = "Nats-Stream: " + stream + "\r\nNats-Subject: " + message.subjectText() + "\r\nNats-Sequence: "
                + Long.toUnsignedString(seq) + "\r\nNats-Time-Stamp: " + time(message.timeNanos())
                + "\r\nNats-Last-Sequence: " + Long.toUnsignedString(previousSeq) + "\r\n"
                + (headersOnly ? "Nats-Msg-Size: " + message.payload().length() + "\r\n" : "");
        String before = message.headers().length == 0
                ? "NATS/1.0\r\n"
                : new String(message.headers(), 0, message.headers().length - 2, ISO_8859_1);
        return new Republication(
                subject,
                (before + lines + "\r\n").getBytes(ISO_8859_1),
                headersOnly ? new byte[0] : message.payload().copy());
    }

    private static String time(long nanos) {
        return GoTime.format(
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
    }
}

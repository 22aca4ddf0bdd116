package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.MessageHeaders.Field;
import dev.gannet.store.segment.StoredMessage;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages that add to what their subject counts (ST-134 to ST-137): what is stored is the new total.
 *
 * <p><b>Owner:</b> who applies the entries of a shard.
 */
final class Counting {
    private static final Pattern INCREMENT = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern TOTAL = Pattern.compile("\\{\"val\":\"(-?[0-9]+)\"}");
    private static final List<Field> NOT_WITH = List.of(
            Field.ROLLUP,
            Field.EXPECTED_STREAM,
            Field.EXPECTED_LAST_MSG_ID,
            Field.EXPECTED_LAST_SUBJECT_SEQ_SUBJECT,
            Field.EXPECTED_LAST_SEQ,
            Field.EXPECTED_LAST_SUBJECT_SEQ);

    private final MessageHeaders headers;
    private @Nullable String value;

    Counting(MessageHeaders headers) {
        this.headers = headers;
    }

    /** Returns what is wrong with the increment of a message, if it has one. */
    @Nullable
    ApiError refusal(StreamConfig config, int payloadLength) {
        value = null;
        if (!headers.has(Field.INCR)) {
            return null;
        }
        if (!INCREMENT.matcher(String.valueOf(headers.get(Field.INCR))).matches()) {
            return ErrorCode.MESSAGE_INCR_INVALID.error();
        }
        if (!config.features().counter()) {
            return ErrorCode.MESSAGE_INCR_DISABLED.error();
        }
        if (payloadLength > 0) {
            return ErrorCode.MESSAGE_INCR_PAYLOAD.error();
        }
        return NOT_WITH.stream().anyMatch(headers::has) ? ErrorCode.MESSAGE_INCR_INVALID.error() : null;
    }

    /** Makes the message say the new total of its subject. */
    @Nullable
    ApiError count(Stream stream, StoredParts parts) {
        String increment = headers.get(Field.INCR);
        if (increment == null || increment.isEmpty()) {
            return ErrorCode.MESSAGE_INCR_MISSING.error();
        }
        BigInteger total = total(stream, parts.subject());
        if (total == null) {
            return ErrorCode.MESSAGE_COUNTER_BROKEN.error();
        }
        value = total.add(new BigInteger(increment)).toString();
        parts.payload(("{\"val\":\"" + value + "\"}").getBytes(ISO_8859_1));
        int sizeMax = stream.config().limits().maxMessageBytes();
        return sizeMax >= 0 && parts.headers().length + parts.payload().length() > sizeMax
                ? ErrorCode.STREAM_MESSAGE_EXCEEDS_MAXIMUM.error()
                : null;
    }

    /** Returns the total of a subject, or null if what is stored is none. */
    private @Nullable BigInteger total(Stream stream, byte[] subject) {
        long seq = stream.store().lastOf(subject, 0, subject.length);
        if (seq == 0) {
            return BigInteger.ZERO;
        }
        StoredMessage last = stream.load(seq);
        Matcher total = TOTAL.matcher(last == null ? "" : new String(last.payload(), ISO_8859_1));
        return total.matches() ? new BigInteger(total.group(1)) : null;
    }

    /** Returns the total that the message says, if it counts. */
    @Nullable
    String takeValue() {
        String taken = value;
        value = null;
        return taken;
    }
}

package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.delivery.said.PullRequest.PullPriority;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonShape;
import dev.gannet.protocol.json.JsonType;

/** Reads requests for messages (CO-112 to CO-117). Any thread. */
public final class PullRequestReader {
    private static final int DIGITS_MAX = 18;

    private final JsonShape<Draft> shape = new JsonShape<>("JSApiConsumerGetNextRequest", Draft::new)
            .with("expires", JsonType.signed("time.Duration"), (draft, value) -> draft.expires = value)
            .with("batch", JsonType.signed("int"), (draft, value) -> draft.batch = value)
            .with("max_bytes", JsonType.signed("int"), (draft, value) -> draft.maxBytes = value)
            .with("no_wait", JsonType.BOOL, (draft, value) -> draft.noWait = value)
            .with("idle_heartbeat", JsonType.signed("time.Duration"), (draft, value) -> draft.heartbeat = value)
            .with("group", JsonType.TEXT, (draft, value) -> draft.group = value)
            .with("min_pending", JsonType.signed("int64"), (draft, value) -> draft.minPending = value)
            .with("min_ack_pending", JsonType.signed("int64"), (draft, value) -> draft.minAckPending = value)
            .with("id", JsonType.TEXT, (draft, value) -> draft.id = value)
            .with("priority", JsonType.signed("int"), (draft, value) -> draft.priority = value);

    private static final class Draft {
        long expires;
        long batch;
        long maxBytes;
        boolean noWait;
        long heartbeat;
        String group = "";
        long minPending;
        long minAckPending;
        String id = "";
        long priority;
    }

    /**
     * Returns what is asked for.
     *
     * @throws JsonException with the problem that the asker is told
     */
    public PullRequest read(byte[] body) throws JsonException {
        int from = 0;
        int to = body.length;
        while (from < to && isBlank(body[from])) {
            from++;
        }
        while (to > from && isBlank(body[to - 1])) {
            to--;
        }
        if (from == to) {
            return PullRequest.ONE;
        }
        if (body[from] == '{') {
            return json(java.util.Arrays.copyOfRange(body, from, to));
        }
        return number(new String(body, from, to - from, ISO_8859_1));
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }

    private static PullRequest number(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? PullRequest.ofBatch(Long.parseLong(text)) : PullRequest.ONE;
    }

    private PullRequest json(byte[] body) throws JsonException {
        Draft draft = shape.whole(body);
        if (draft.heartbeat > 0 && 2 * draft.heartbeat > draft.expires) {
            throw new JsonException("heartbeat value too large");
        }
        PullPriority priority =
                new PullPriority(true, draft.group, draft.minPending, draft.minAckPending, draft.id, draft.priority);
        return new PullRequest(
                draft.batch, draft.maxBytes, draft.expires, draft.noWait, Math.max(0, draft.heartbeat), priority);
    }
}

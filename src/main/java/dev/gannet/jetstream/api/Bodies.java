package dev.gannet.jetstream.api;

import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.PurgeRequest;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonParser;
import dev.gannet.protocol.json.JsonShape;
import dev.gannet.protocol.json.JsonTime;
import dev.gannet.protocol.json.JsonType;
import dev.gannet.protocol.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the bodies of requests say (JA-47 to JA-50, JA-133 to JA-138). Any thread. */
final class Bodies {
    private static final String PAGED = "ApiPagedRequest";

    private final JsonShape<Page> names = page("JSApiStreamNamesRequest").with("subject", JsonType.TEXT, Page::subject);
    private final JsonShape<Page> list = page("JSApiStreamListRequest").with("subject", JsonType.TEXT, Page::subject);
    private final JsonShape<Page> consumers = page("JSApiConsumersRequest");
    private final JsonShape<Page> info = page("JSApiStreamInfoRequest")
            .with("deleted_details", JsonType.BOOL, (page, value) -> page.deletedDetails = value)
            .with("subjects_filter", JsonType.TEXT, Page::subject);
    private final JsonShape<Numbers> purge = new JsonShape<>("JSApiStreamPurgeRequest", Numbers::new)
            .with("seq", JsonType.unsigned(), (numbers, value) -> numbers.seq = value)
            .with("filter", JsonType.TEXT, (numbers, value) -> numbers.text = value)
            .with("keep", JsonType.unsigned(), (numbers, value) -> numbers.keep = value);
    private final JsonShape<Numbers> delete = new JsonShape<>("JSApiMsgDeleteRequest", Numbers::new)
            .with("seq", JsonType.unsigned(), (numbers, value) -> numbers.seq = value)
            .with("no_erase", JsonType.BOOL, (numbers, value) -> numbers.flag = value);
    private final JsonShape<Numbers> snapshot = new JsonShape<>("JSApiStreamSnapshotRequest", Numbers::new)
            .with("deliver_subject", JsonType.TEXT, (numbers, value) -> numbers.text = value)
            .with("no_consumers", JsonType.BOOL, (numbers, value) -> numbers.flag = value)
            .with("chunk_size", JsonType.signed("int"), (numbers, value) -> numbers.seq = value)
            .with("window_size", JsonType.signed("int"), (numbers, value) -> numbers.keep = value)
            .with("jsck", JsonType.BOOL, (numbers, value) -> numbers.flag = value);
    private final JsonShape<AtomicReference<@Nullable OffsetDateTime>> pause = new JsonShape<
                    AtomicReference<@Nullable OffsetDateTime>>("JSApiConsumerPauseRequest", AtomicReference::new)
            .with("pause_until", new JsonTime(), AtomicReference::set);
    private final JsonShape<Numbers> unpin = new JsonShape<>("JSApiConsumerUnpinRequest", Numbers::new)
            .with("group", JsonType.TEXT, (numbers, value) -> numbers.text = value);
    private final JsonShape<Numbers> reset = new JsonShape<>("JSApiConsumerResetRequest", Numbers::new)
            .with("seq", JsonType.unsigned(), (numbers, value) -> numbers.seq = value);
    private final JsonShape<Get> get = get();

    /** Which part of a list is wanted. */
    static final class Page {
        int offset;
        String subject = "";
        boolean deletedDetails;

        private void subject(String value) {
            subject = value;
        }

        ViewRequest view() {
            return new ViewRequest(deletedDetails, subject, offset);
        }
    }

    /** The members of a small request. */
    private static final class Numbers {
        long seq;
        long keep;
        String text = "";
        boolean flag;
    }

    /** Which message is to be deleted, and whether its bytes stay. */
    record Deletion(long seq, boolean noErase) {}

    /** A request for messages as it was written. */
    static final class Get {
        long seq;
        String lastBySubject = "";
        String nextBySubject = "";

        @Nullable
        OffsetDateTime startTime;

        long batch;
        long maxBytes;
        List<String> multiLast = List.of();
        long upToSeq;

        @Nullable
        OffsetDateTime upToTime;

        boolean noHeaders;

        /** Returns whether it says nothing of which message is wanted (ST-179). */
        boolean isOnlyAboutForm() {
            return seq == 0
                    && lastBySubject.isEmpty()
                    && nextBySubject.isEmpty()
                    && startTime == null
                    && batch == 0
                    && multiLast.isEmpty()
                    && upToSeq == 0
                    && upToTime == null;
        }

        /**
         * Returns what is to be looked for.
         *
         * @param maxBytesDefault if the request does not say
         */
        GetRequest request(boolean isDirect, long maxBytesDefault) {
            return new GetRequest(
                    isDirect,
                    seq,
                    lastBySubject,
                    nextBySubject,
                    nanos(startTime),
                    (int) Math.min(Integer.MAX_VALUE, batch),
                    maxBytes == 0 ? maxBytesDefault : maxBytes,
                    multiLast,
                    upToSeq,
                    nanos(upToTime));
        }

        /** A time that is none of ours is the nearest: zero would be no time at all. */
        private static long nanos(@Nullable OffsetDateTime time) {
            if (time == null) {
                return 0;
            }
            Duration since = Duration.between(Instant.EPOCH, time.toInstant());
            if (since.isNegative() || since.isZero()) {
                return 1;
            }
            return since.toDays() > 100_000 ? Long.MAX_VALUE : since.toNanos();
        }
    }

    private static JsonShape<Page> page(String struct) {
        return new JsonShape<>(struct, Page::new)
                .within(PAGED)
                .with(
                        "offset",
                        JsonType.signed("int"),
                        (page, value) -> page.offset = (int) Math.max(0, Math.min(Integer.MAX_VALUE, value)))
                .within("");
    }

    private static JsonShape<Get> get() {
        return new JsonShape<>("JSApiMsgGetRequest", Get::new)
                .with("seq", JsonType.unsigned(), (get, value) -> get.seq = value)
                .with("last_by_subj", JsonType.TEXT, (get, value) -> get.lastBySubject = value)
                .with("next_by_subj", JsonType.TEXT, (get, value) -> get.nextBySubject = value)
                .with("batch", JsonType.signed("int"), (get, value) -> get.batch = value)
                .with("max_bytes", JsonType.signed("int"), (get, value) -> get.maxBytes = value)
                .with("start_time", new JsonTime(), (get, value) -> get.startTime = value)
                .with("multi_last", JsonType.list("[]string", JsonType.TEXT, ""), (get, value) -> get.multiLast = value)
                .with("up_to_seq", JsonType.unsigned(), (get, value) -> get.upToSeq = value)
                .with("up_to_time", new JsonTime(), (get, value) -> get.upToTime = value)
                .with("no_hdr", JsonType.BOOL, (get, value) -> get.noHeaders = value);
    }

    Page names(ApiCall call) throws ApiException {
        return optional(call, names);
    }

    Page list(ApiCall call) throws ApiException {
        return optional(call, list);
    }

    Page info(ApiCall call) throws ApiException {
        return optional(call, info);
    }

    Page consumers(ApiCall call) throws ApiException {
        return optional(call, consumers);
    }

    /** Returns until when a consumer is to send nothing. */
    @Nullable
    OffsetDateTime pause(ApiCall call) throws ApiException {
        return optional(call, pause).get();
    }

    /** Returns the group that is to be let go. */
    String group(ApiCall call) throws ApiException {
        return whole(call, unpin).text;
    }

    /** Returns from where on a consumer is to begin anew. */
    long reset(ApiCall call) throws ApiException {
        return call.body().length == 0 ? 0 : whole(call, reset).seq;
    }

    PurgeRequest purge(ApiCall call) throws ApiException {
        Numbers numbers = optional(call, purge);
        if (numbers.seq != 0 && numbers.keep != 0) {
            throw ErrorCode.BAD_REQUEST.exception();
        }
        return new PurgeRequest(numbers.text, numbers.seq, numbers.keep);
    }

    Deletion deletion(ApiCall call) throws ApiException {
        Numbers numbers = required(call, delete);
        return new Deletion(numbers.seq, numbers.flag);
    }

    /** Returns where a copy of a stream is wanted. */
    String snapshot(ApiCall call) throws ApiException {
        return required(call, snapshot).text;
    }

    Get get(ApiCall call) throws ApiException {
        return required(call, get);
    }

    /** Returns what a request without the API wants. */
    Get direct(byte[] body) throws JsonException {
        return get.whole(body);
    }

    private static <T> T optional(ApiCall call, JsonShape<T> shape) throws ApiException {
        return read(call, shape, isStructured(call.body()) ? call.body() : new byte[0]);
    }

    private static <T> T required(ApiCall call, JsonShape<T> shape) throws ApiException {
        if (isEmpty(call.body())) {
            throw ErrorCode.BAD_REQUEST.exception();
        }
        return read(call, shape, call.body());
    }

    /** Members that nobody knows are passed over, however strict the server is. */
    private static <T> T whole(ApiCall call, JsonShape<T> shape) throws ApiException {
        try {
            return shape.whole(call.body());
        } catch (JsonException e) {
            throw ErrorCode.INVALID_JSON.exception(e.problem());
        }
    }

    private static <T> T read(ApiCall call, JsonShape<T> shape, byte[] body) throws ApiException {
        try {
            return shape.request(body, call.host().settings().isStrict());
        } catch (JsonException e) {
            throw ErrorCode.INVALID_JSON.exception(e.problem());
        }
    }

    /** Returns whether a request says nothing, which an object without members is too (JA-47). */
    static boolean isEmpty(byte[] body) {
        if (body.length == 0) {
            return true;
        }
        try {
            return new JsonParser(body).only() instanceof JsonValue.Members members
                    && members.all().isEmpty();
        } catch (JsonException e) {
            return false; // Whatever it is, it is something.
        }
    }

    /** Returns whether it begins as an object or a list does (JA-48). */
    static boolean isStructured(byte[] body) {
        for (byte c : body) {
            if (" \t\r\n".indexOf(c) < 0) {
                return c == '{' || c == '[';
            }
        }
        return false;
    }
}

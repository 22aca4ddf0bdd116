package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.GoTime;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.StreamView.State;
import dev.gannet.jetstream.config.AssetLevel;
import dev.gannet.jetstream.config.StreamConfigJson;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.protocol.WireText;
import dev.gannet.protocol.json.JsonWriter;
import dev.gannet.store.segment.StoredMessage;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Streams and messages as the API's answers show them (JA-118, JA-119, JA-129). Pure functions. */
final class StreamJson {
    private static final String NO_TIME = "0001-01-01T00:00:00Z";
    private static final long SECOND_NANOS = 1_000_000_000;

    private StreamJson() {}

    /**
     * What of the server is shown beside a stream.
     *
     * @param leader who answers for it; empty if that is not told
     */
    record Surroundings(Instant now, String domain, String leader) {}

    /** Appends a stream as an answer about it alone shows it. */
    static JsonWriter append(JsonWriter json, StreamView view, Surroundings around) {
        return append(json, StreamConfigJson.write(AssetLevel.shown(view.config(), ServerInfo.VERSION)), view, around);
    }

    /** Returns a stream as a list shows it: the level of the server is not told. */
    static String listed(StreamView view, Surroundings around) {
        return append(new JsonWriter(), StreamConfigJson.write(view.config()), view, around)
                .finish();
    }

    private static JsonWriter append(JsonWriter json, String config, StreamView view, Surroundings around) {
        json.raw("config", config)
                .raw("created", time(view.createdNanos()))
                .raw("state", state(view.state()))
                .textIfAny("domain", WireText.encode(around.domain()));
        if (!around.leader().isEmpty()) {
            String leader = WireText.encode(around.leader());
            json.raw("cluster", new JsonWriter().text("leader", leader).finish());
        }
        return json.time("ts", around.now());
    }

    private static String state(State state) {
        JsonWriter json = new JsonWriter()
                .unsigned("messages", state.messages())
                .unsigned("bytes", state.bytes())
                .unsigned("first_seq", state.firstSeq())
                .raw("first_ts", time(state.firstTimeNanos()))
                .unsigned("last_seq", state.lastSeq())
                .raw("last_ts", time(state.lastTimeNanos()))
                .numberIfAny("num_subjects", state.subjects());
        if (!state.page().isEmpty()) {
            JsonWriter subjects = new JsonWriter();
            state.page().forEach(subjects::unsigned);
            json.raw("subjects", subjects.finish());
        }
        json.numberIfAny("num_deleted", state.deleted());
        if (!state.deletedSequences().isEmpty()) {
            json.list("deleted", numbers(state.deletedSequences()));
        }
        if (!state.lost().isEmpty() || state.lostBytes() > 0) {
            JsonWriter lost = new JsonWriter().list("msgs", numbers(state.lost()));
            json.raw("lost", lost.unsigned("bytes", state.lostBytes()).finish());
        }
        return json.number("consumer_count", state.consumers()).finish();
    }

    private static List<String> numbers(List<Long> numbers) {
        return numbers.stream().map(Long::toUnsignedString).toList();
    }

    /** Returns a message as JSON. */
    static String message(StoredMessage message, boolean noHeaders) {
        JsonWriter json = new JsonWriter()
                .text("subject", new String(message.subject(), ISO_8859_1))
                .unsigned("seq", message.seq());
        if (!noHeaders) {
            json.textIfAny("hdrs", base64(message.headers()));
        }
        return json.textIfAny("data", base64(message.payload()))
                .raw("time", time(message.timestampNanos()))
                .finish();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String time(long nanos) {
        return '"' + (nanos == 0 ? NO_TIME : GoTime.format(instant(nanos))) + '"';
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / SECOND_NANOS, nanos % SECOND_NANOS);
    }
}

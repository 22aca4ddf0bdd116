package dev.gannet.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a publisher expects of a stream, and the headers of a message. Each method returns new options; none changes
 * these.
 *
 * <pre>{@code
 * messaging.publishAcknowledged("orders.new", json, PublishOptions.none().messageId("42"), Duration.ofSeconds(2));
 * }</pre>
 */
public final class PublishOptions {
    private static final PublishOptions NONE = new PublishOptions(Map.of());

    private final Map<String, List<String>> headers;

    private PublishOptions(Map<String, List<String>> headers) {
        this.headers = headers;
    }

    public static PublishOptions none() {
        return NONE;
    }

    /** Has a stream that saw this id a short while ago keep nothing, and say so. */
    public PublishOptions messageId(String id) {
        return with("Nats-Msg-Id", id);
    }

    /** Refuses the message if another stream keeps its subject. */
    public PublishOptions expectedStream(String stream) {
        return with("Nats-Expected-Stream", stream);
    }

    /** Refuses the message unless the stream's last one has this sequence; 0 in an empty stream. */
    public PublishOptions expectedLastSequence(long sequence) {
        return with("Nats-Expected-Last-Sequence", Long.toString(sequence));
    }

    /** Refuses the message unless the last one on its subject has this sequence; 0 if there must be none. */
    public PublishOptions expectedLastSubjectSequence(long sequence) {
        return with("Nats-Expected-Last-Subject-Sequence", Long.toString(sequence));
    }

    /** Refuses the message unless the stream's last one has this id. */
    public PublishOptions expectedLastMessageId(String id) {
        return with("Nats-Expected-Last-Msg-Id", id);
    }

    /** Has the stream, if it allows that, drop the message after a while: whole seconds, at least one. */
    public PublishOptions timeToLive(Duration time) {
        return with("Nats-TTL", Long.toString(Math.max(1, time.toSeconds())));
    }

    /** Adds a value to a header. */
    public PublishOptions header(String name, String value) {
        List<String> values = new ArrayList<>(headers.getOrDefault(name, List.of()));
        values.add(value);
        return with(name, values);
    }

    /** All of it, as headers of a message. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    private PublishOptions with(String name, String value) {
        return with(name, List.of(value));
    }

    private PublishOptions with(String name, List<String> values) {
        Map<String, List<String>> copy = new LinkedHashMap<>(headers);
        copy.put(name, List.copyOf(values));
        return new PublishOptions(Collections.unmodifiableMap(copy));
    }

    @Override
    public String toString() {
        return "PublishOptions" + headers;
    }
}

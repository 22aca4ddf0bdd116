package dev.gannet.jetstream.api;

import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.ConsumerView.Pin;
import dev.gannet.jetstream.ConsumerView.Place;
import dev.gannet.jetstream.config.AssetLevel;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigJson;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.protocol.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consumers as the API's answers show them (CO-174 to CO-179). Pure functions. */
public final class ConsumerJson {
    private ConsumerJson() {}

    /** Appends a consumer as an answer about it alone shows it. */
    static JsonWriter append(JsonWriter json, ConsumerView view, Instant now) {
        ConsumerConfig config = view.config();
        ConsumerConfig shown = config.withMetadata(AssetLevel.shown(config.metadata(), ServerInfo.VERSION));
        return append(json, shown, view, now);
    }

    /** Returns a consumer as lists show it: the level of the server is not told. */
    public static String listed(ConsumerView view, Instant now) {
        return append(new JsonWriter(), view.config(), view, now).finish();
    }

    /** Returns a consumer without its configuration. */
    public static String plain(ConsumerView view, Instant now) {
        return append(new JsonWriter(), null, view, now).finish();
    }

    private static JsonWriter append(JsonWriter json, @Nullable ConsumerConfig config, ConsumerView view, Instant now) {
        json.text("stream_name", view.stream())
                .text("name", view.config().name())
                .raw("created", StreamJson.time(view.createdNanos()));
        if (config != null) {
            json.raw("config", ConsumerConfigJson.write(config));
        }
        json.raw("delivered", place(view.delivered()))
                .raw("ack_floor", place(view.ackFloor()))
                .number("num_ack_pending", view.ackPending())
                .number("num_redelivered", view.redelivered())
                .number("num_waiting", view.waiting())
                .unsigned("num_pending", view.pending())
                .flagIfSet("push_bound", view.isBound());
        long remaining = remainingNanos(view.pausedUntil(), now);
        json.flagIfSet("paused", remaining > 0)
                .numberIfAny("pause_remaining", remaining)
                .time("ts", now);
        if (!view.config().priority().groups().isEmpty()) {
            json.list("priority_groups", List.of(pin(firstPin(view))));
        }
        return json;
    }

    /** Of several groups the first is named, whoever is bound in whichever (CO-150). */
    private static Pin firstPin(ConsumerView view) {
        String group = view.config().priority().groups().get(0);
        return view.pins().stream()
                .findFirst()
                .map(pin -> new Pin(group, pin.id(), pin.sinceNanos()))
                .orElse(new Pin(group, "", 0));
    }

    /** Returns how long something is still to come; 0 if it is not. */
    static long remainingNanos(@Nullable Instant until, Instant now) {
        if (until == null || !now.isBefore(until)) {
            return 0;
        }
        Duration left = Duration.between(now, until);
        return left.toDays() > 100_000 ? Long.MAX_VALUE : left.toNanos();
    }

    private static String place(Place place) {
        JsonWriter json = new JsonWriter()
                .unsigned("consumer_seq", place.consumerSeq())
                .unsigned("stream_seq", place.streamSeq());
        if (place.lastActiveNanos() != 0) {
            json.raw("last_active", StreamJson.time(place.lastActiveNanos()));
        }
        return json.finish();
    }

    private static String pin(Pin pin) {
        return new JsonWriter()
                .text("group", pin.group())
                .textIfAny("pinned_client_id", pin.id())
                .raw("pinned_ts", StreamJson.time(pin.sinceNanos()))
                .finish();
    }
}

package dev.gannet.jetstream.api;

import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.api.StreamJson.Surroundings;
import dev.gannet.jetstream.config.AssetNames;
import dev.gannet.jetstream.config.RequestedStream;
import dev.gannet.jetstream.config.StreamChecks;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.config.StreamConfigReader.Asked;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.event.StreamAction;
import dev.gannet.protocol.json.JsonWriter;
import dev.gannet.subject.Subjects;
import java.util.List;

/** Requests about streams (JA-2 to JA-8). On the API's thread. */
final class StreamCalls {
    private static final int STREAM = 4;
    private static final int NAMES_MAX = 1024;
    private static final int LIST_MAX = 256;

    private final Streams streams;
    private final Bodies bodies;
    private final StreamConfigReader strict = new StreamConfigReader(true);
    private final StreamConfigReader lenient = new StreamConfigReader(false);

    StreamCalls(Streams streams, Bodies bodies) {
        this.streams = streams;
        this.bodies = bodies;
    }

    void create(ApiCall call) throws ApiException {
        Asked asked = read(call);
        String name = call.token(STREAM);
        if (!asked.config().name().equals(name)) {
            throw ErrorCode.STREAM_MISMATCH.exception();
        }
        if (AssetNames.hasPathSeparator(name)) {
            throw ErrorCode.STREAM_NAME_CONTAINS_PATH_SEPARATORS.exception();
        }
        RequestedStream.check(asked.config());
        streams.create(call.account(), asked, call.then(made -> {
            if (made.isNew()) {
                call.advisories().told(call.account(), name, StreamAction.CREATED);
            }
            JsonWriter json = StreamJson.append(
                    call.head(), made.view(), new Surroundings(call.host().now(), "", ""));
            call.answer(json.flag("did_create", true));
        }));
    }

    void update(ApiCall call) throws ApiException {
        Asked asked = read(call);
        StreamChecks.check(asked.config(), limits(call), asked.isPedantic());
        if (!asked.config().name().equals(call.token(STREAM))) {
            throw ErrorCode.STREAM_MISMATCH.exception();
        }
        streams.update(call.account(), asked, call.then(view -> {
            call.advisories().told(call.account(), asked.config().name(), StreamAction.UPDATED);
            call.answer(StreamJson.append(call.head(), view, around(call, "")));
        }));
    }

    private Asked read(ApiCall call) throws ApiException {
        return (call.host().settings().isStrict() ? strict : lenient).request(call.body());
    }

    private static StreamChecks.Limits limits(ApiCall call) {
        return StreamChecks.Limits.of(
                call.host().settings().limits(), call.host().limits(call.account()));
    }

    private static Surroundings around(ApiCall call, String leader) {
        return new Surroundings(call.host().now(), call.host().domain(), leader);
    }

    void delete(ApiCall call) throws ApiException {
        if (!Bodies.isEmpty(call.body())) {
            throw ErrorCode.NOT_EMPTY_REQUEST.exception();
        }
        streams.delete(call.account(), call.token(STREAM), call.then(gone -> {
            call.advisories().told(call.account(), gone.name(), StreamAction.DELETED);
            call.answer(call.head().flag("success", true));
        }));
    }

    void purge(ApiCall call) throws ApiException {
        streams.purge(
                call.account(),
                call.token(STREAM),
                bodies.purge(call),
                call.then(count -> call.answer(call.head().flag("success", true).unsigned("purged", count))));
    }

    void info(ApiCall call) throws ApiException {
        ViewRequest wanted = bodies.info(call).view();
        streams.view(call.account(), call.token(STREAM), wanted, call.then(view -> {
            long total = view.state().pageTotal();
            boolean paged = !wanted.subjectsFilter().isEmpty() && total > 0;
            JsonWriter json = page(
                    call.head(), paged ? total : 0, paged ? wanted.offset() : 0, paged ? ViewRequest.SUBJECTS_MAX : 0);
            call.answer(StreamJson.append(json, view, around(call, call.host().serverName())));
        }));
    }

    void names(ApiCall call) throws ApiException {
        Bodies.Page page = bodies.names(call);
        streams.list(call.account(), call.then(all -> {
            List<StreamView> found = filtered(all, page.subject);
            int offset = Math.min(page.offset, found.size());
            List<String> names = found.subList(offset, found.size()).stream()
                    .limit(NAMES_MAX)
                    .map(view -> view.config().name())
                    .toList();
            JsonWriter json = page(call.head(), found.size(), offset, NAMES_MAX);
            call.answer(names.isEmpty() ? json.raw("streams", "null") : json.texts("streams", names));
        }));
    }

    void list(ApiCall call) throws ApiException {
        Bodies.Page page = bodies.list(call);
        streams.list(call.account(), call.then(all -> {
            List<StreamView> found = filtered(all, page.subject);
            int offset = Math.min(page.offset, found.size());
            List<String> shown = found.subList(offset, found.size()).stream()
                    .limit(LIST_MAX)
                    .map(view -> StreamJson.listed(view, around(call, "")))
                    .toList();
            call.answer(page(call.head(), found.size(), offset, LIST_MAX).list("streams", shown));
        }));
    }

    static JsonWriter page(JsonWriter json, long total, int offset, int limit) {
        return json.number("total", total).number("offset", offset).number("limit", limit);
    }

    /** Returns those of which a subject has something in common with the filter; empty is all (JA-77). */
    private static List<StreamView> filtered(List<StreamView> all, String filter) {
        if (filter.isEmpty()) {
            return all;
        }
        return all.stream()
                .filter(view ->
                        view.config().subjects().stream().anyMatch(subject -> Subjects.collide(filter, subject)))
                .toList();
    }
}

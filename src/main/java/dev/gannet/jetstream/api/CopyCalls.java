package dev.gannet.jetstream.api;

import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.AssetNames;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;

/** Requests for copies of streams, and to make streams of copies: neither can be had yet, which they are told. */
final class CopyCalls {
    private static final int STREAM = 4;
    private static final String LATER = "snapshots are not built yet";

    private final Streams streams;
    private final Bodies bodies;

    CopyCalls(Streams streams, Bodies bodies) {
        this.streams = streams;
        this.bodies = bodies;
    }

    void snapshot(ApiCall call) throws ApiException {
        boolean hasTarget = !bodies.snapshot(call).isEmpty();
        streams.view(
                call.account(),
                call.token(STREAM),
                ViewRequest.PLAIN,
                call.then(view -> call.fail(
                        hasTarget
                                ? ErrorCode.STREAM_SNAPSHOT.error(LATER)
                                : ErrorCode.SNAPSHOT_DELIVER_SUBJECT_INVALID.error())));
    }

    void restore(ApiCall call) throws ApiException {
        if (Bodies.isEmpty(call.body())) {
            throw ErrorCode.BAD_REQUEST.exception();
        }
        throw AssetNames.hasPathSeparator(call.token(STREAM))
                ? ErrorCode.STREAM_NAME_CONTAINS_PATH_SEPARATORS.exception()
                : ErrorCode.STREAM_RESTORE.exception(LATER);
    }
}

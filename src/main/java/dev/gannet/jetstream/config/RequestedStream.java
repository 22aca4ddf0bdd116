package dev.gannet.jetstream.config;

import dev.gannet.jetstream.error.ApiException;

/** What is looked at first when somebody wants to make a stream (ST-45, ST-46). Pure functions. */
public final class RequestedStream {
    private RequestedStream() {}

    public static void check(StreamConfig asked) throws ApiException {
        if (asked.access().sealed()) {
            throw StreamChecks.invalid("stream configuration for create can not be sealed");
        }
        if (asked.access().mirrorDirect() && asked.origin().mirror() == null) {
            throw StreamChecks.invalid("stream has no mirror but does have mirror direct");
        }
    }
}

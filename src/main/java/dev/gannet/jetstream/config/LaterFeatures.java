package dev.gannet.jetstream.config;

import dev.gannet.jetstream.error.ApiException;

/** What streams may ask for in NATS and cannot have here yet: refused, so that nobody believes to have it. */
public final class LaterFeatures {
    private LaterFeatures() {}

    public static void refuse(StreamConfig config) throws ApiException {
        refuse(config.origin().mirror() != null, "mirrors are");
        refuse(!config.origin().sources().isEmpty(), "sources are");
        refuse(config.features().schedules(), "message schedules are");
        refuse(config.features().atomic(), "atomic publishing is");
        refuse(config.features().batched(), "batch publishing is");
    }

    private static void refuse(boolean isAsked, String what) throws ApiException {
        if (isAsked) {
            throw StreamChecks.invalid(what + " not built yet");
        }
    }
}

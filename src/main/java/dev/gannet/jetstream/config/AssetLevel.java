package dev.gannet.jetstream.config;

import dev.gannet.jetstream.config.StreamConfig.StreamFeatures;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which level of the API a stream needs, and what of that stands in its metadata (JA-57 to JA-59). Pure functions. */
public final class AssetLevel {
    /** The highest level that there is here. */
    public static final int SERVER = 5;

    /** Where the level stands that it needs. */
    public static final String REQUIRED = "_nats.req.level";

    private static final String SERVER_VERSION = "_nats.ver";
    private static final String SERVER_LEVEL = "_nats.level";

    private AssetLevel() {}

    /** Returns the lowest level of a server that can have such a stream. */
    public static int required(StreamConfig config) {
        StreamFeatures features = config.features();
        if (features.batched()) {
            return 4;
        }
        if (features.counter()
                || features.atomic()
                || features.schedules()
                || config.storage().persistMode() == PersistMode.ASYNC) {
            return 2;
        }
        return features.messageTtl() || features.subjectDeleteMarkerTtlNanos() > 0 ? 1 : 0;
    }

    /** Returns a configuration as it is kept: with the level that it needs, and nothing of who has it. */
    public static StreamConfig stored(StreamConfig config) {
        SortedMap<String, String> metadata = withoutLevel(config.metadata());
        metadata.put(REQUIRED, Integer.toString(required(config)));
        return config.withMetadata(metadata);
    }

    /**
     * Returns a configuration as it is shown: with what is said of the server.
     *
     * @param version of NATS
     */
    public static StreamConfig shown(StreamConfig config, String version) {
        return config.withMetadata(shown(config.metadata(), version));
    }

    /** Returns metadata with what is said of the server. */
    public static SortedMap<String, String> shown(SortedMap<String, String> metadata, String version) {
        SortedMap<String, String> shown = new TreeMap<>(metadata);
        shown.put(SERVER_VERSION, version);
        shown.put(SERVER_LEVEL, Integer.toString(SERVER));
        return shown;
    }

    /** Returns metadata without levels and versions. */
    public static SortedMap<String, String> withoutLevel(SortedMap<String, String> metadata) {
        SortedMap<String, String> rest = new TreeMap<>(metadata);
        rest.remove(REQUIRED);
        rest.remove(SERVER_VERSION);
        rest.remove(SERVER_LEVEL);
        return rest;
    }
}

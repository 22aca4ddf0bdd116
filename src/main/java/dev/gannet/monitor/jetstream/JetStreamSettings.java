package dev.gannet.monitor.jetstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.monitor.json.OmitEmpty;

/** The settings in force (MO-55). */
record JetStreamSettings(
        @JsonProperty("max_memory") long memoryMax,
        @JsonProperty("max_storage") long storageMax,
        @JsonProperty("store_dir") @OmitEmpty String directory,
        @JsonProperty("sync_interval") @OmitEmpty long syncIntervalNanos,
        @JsonProperty("sync_always") @OmitEmpty boolean syncAlways,
        @OmitEmpty String domain,
        @JsonProperty("compress_ok") @OmitEmpty boolean compresses,
        @JsonProperty("unique_tag") @OmitEmpty String uniqueTag,
        @OmitEmpty boolean strict) {
    static final JetStreamSettings OFF = new JetStreamSettings(0, 0, "", 0, false, "", false, "", false);

    static JetStreamSettings of(JetStreamConfig config, JetStreamView.Bounds bounds) {
        return new JetStreamSettings(
                bounds.memoryBytes(),
                bounds.storeBytes(),
                bounds.directory(),
                config.sync().interval().toNanos(),
                config.sync().always(),
                config.domain(),
                config.maxMemoryBytes() > 0 && config.maxStoreBytes() > 0, // The reference says so only then.
                config.uniqueTag(),
                config.isStrict());
    }

    /** Where the disk is, is not told to everybody who listens. */
    JetStreamSettings withoutDirectory() {
        return new JetStreamSettings(
                memoryMax, storageMax, "", syncIntervalNanos, syncAlways, domain, compresses, uniqueTag, strict);
    }
}

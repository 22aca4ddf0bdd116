package dev.gannet.monitor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.json.OmitEmpty;

/**
 * What the cache of authorities' answers about clients' certificates has done (MO-64).
 *
 * @param type where it is; there is only one place
 * @param hits how often it had an answer that still held
 * @param responses how many answers it has; the three behind it are those of each kind
 */
public record OcspPeerCache(
        @JsonProperty("cache_type") String type,
        @JsonProperty("cache_hits") @OmitEmpty long hits,
        @JsonProperty("cache_misses") @OmitEmpty long misses,
        @JsonProperty("cached_responses") @OmitEmpty long responses,
        @JsonProperty("cached_revoked_responses") @OmitEmpty long revoked,
        @JsonProperty("cached_good_responses") @OmitEmpty long good,
        @JsonProperty("cached_unknown_responses") @OmitEmpty long unknown) {}

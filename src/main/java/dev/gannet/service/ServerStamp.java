package dev.gannet.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Which server an answer or event is of, and when it was made (MO-150, MO-152).
 *
 * @param sequence counts what the server says
 */
record ServerStamp(
        String name,
        String host,
        String id,
        @JsonProperty("ver") String version,
        boolean jetstream,
        long flags,
        @JsonProperty("seq") long sequence,
        Instant time) {}

package dev.gannet.net.ocsp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gannet.monitor.json.OmitEmpty;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One answer as it is remembered, in the words of the reference server's file.
 *
 * @param subject of whom it speaks, for people
 * @param cachedAt when it was remembered
 * @param status what it says: {@code good}, {@code revoked} or {@code unknown}
 * @param expires until when it holds, or {@link #NEVER} if it does not say
 * @param response the answer, packed
 */
record CachedResponse(
        @OmitEmpty String subject,
        @JsonProperty("cached_at") Instant cachedAt,
        @JsonProperty("resp_status") String status,
        @JsonProperty("resp_expires") Instant expires,
        @JsonProperty("resp") String response) {
    static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    static CachedResponse of(String subject, OcspResponse response, byte[] encoded, Instant now) {
        Instant next = response.nextUpdate();
        return new CachedResponse(
                subject,
                Instant.ofEpochSecond(now.getEpochSecond()),
                response.status().text(),
                next == null ? NEVER : next,
                Base64.getEncoder().encodeToString(Framing.write(encoded)));
    }

    /** Reads one of the file's, or fails. */
    static CachedResponse of(JsonNode node) throws IOException {
        try {
            return new CachedResponse(
                    node.path("subject").asText(""),
                    Instant.parse(node.path("cached_at").asText()),
                    OcspResponse.Status.of(node.path("resp_status").asText()).text(),
                    Instant.parse(node.path("resp_expires").asText(NEVER.toString())),
                    node.path("resp").asText());
        } catch (DateTimeException e) {
            throw new IOException("parsing time: " + e.getMessage(), e);
        }
    }

    boolean hasStatus(OcspResponse.Status wanted) {
        return status.equals(wanted.text());
    }

    /** Returns the answer as it came, or null if it cannot be read any more. */
    byte @Nullable [] encoded() {
        try {
            return Framing.read(Base64.getDecoder().decode(response));
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }
}

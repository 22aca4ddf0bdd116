package dev.gannet.net.ocsp;

import dev.gannet.base.ServerLog;
import dev.gannet.config.feature.OcspCacheConfig;
import dev.gannet.net.ocsp.OcspResponse.Status;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What authorities have said of clients' certificates, for as long as it holds and over a restart (AC-134), at most
 * {@value #ANSWERS_MAX} answers. Without a cache nothing is remembered, and the authority is asked each time.
 *
 * <p><b>Owner:</b> threads that compute handshakes, under this object's lock; nothing is asked under it.
 */
public final class ResponseCache {
    private static final int ANSWERS_MAX = 10_000;

    private final OcspCacheConfig config;
    private final InstantSource clock;
    private final ServerLog log;
    private final @Nullable CacheFile file; // Null where nothing is remembered.
    private final Map<String, CachedResponse> answers = new LinkedHashMap<>();
    private long hits;
    private long misses;
    private boolean isOnline;
    private boolean isDirty;

    /**
     * What it has done.
     *
     * @param responses how many answers it has; the three behind it are those of each kind
     */
    public record Totals(long hits, long misses, long responses, long revoked, long good, long unknown) {}

    public ResponseCache(OcspCacheConfig config, InstantSource clock, ServerLog log) {
        this.config = config;
        this.clock = clock;
        this.log = log;
        this.file = config.isOn() ? new CacheFile(Path.of(config.directory()), log) : null;
    }

    /** Returns the name of a certificate here. */
    static String key(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 of a certificate that was read: " + e, e);
        }
    }

    public boolean isOn() {
        return file != null;
    }

    public Duration saveInterval() {
        return config.saveInterval();
    }

    /** Goes on with what there was before. */
    public synchronized void start() {
        if (file != null) {
            log.debug("Starting OCSP peer cache");
            answers.putAll(file.load(ANSWERS_MAX));
        }
        isOnline = true;
        log.notice("OCSP peer cache online, type [" + (file == null ? "none" : "local") + "]");
    }

    /** Keeps what there is for the next start. */
    public synchronized void stop() {
        if (file != null && isOnline) {
            log.debug("Stopping OCSP peer cache");
            save();
        }
        isOnline = false;
    }

    /** Writes what is not on disk yet. */
    public synchronized void save() {
        if (file != null && isDirty) {
            log.debug("OCSP peer cache is dirty, saving");
            isDirty = !file.save(answers);
        }
    }

    synchronized byte @Nullable [] get(String key) {
        if (file == null || !isOnline) {
            return null;
        }
        CachedResponse found = answers.get(key);
        if (found == null) {
            misses++;
            log.debug("OCSP peer cache miss for key [" + key + "]");
            return null;
        }
        hits++;
        log.debug("OCSP peer cache hit for key [" + key + "]");
        byte[] encoded = found.encoded();
        if (encoded == null) {
            log.error("Unable to decompress OCSP response for key [" + key + "]: s2: corrupt input");
        }
        return encoded;
    }

    synchronized void put(String key, byte[] encoded, OcspResponse response, String subject) {
        if (file == null || !isOnline) {
            return;
        }
        log.debug("Caching OCSP response for [" + subject + "], key [" + key + "]");
        answers.remove(key); // So that it is the newest.
        answers.put(key, CachedResponse.of(subject, response, encoded, clock.instant()));
        if (answers.size() > ANSWERS_MAX) {
            answers.remove(answers.keySet().iterator().next());
        }
        isDirty = true;
    }

    /** Forgets an answer that was found and is of no use, which makes the hit a miss; a revocation may have to stay. */
    synchronized void delete(String key) {
        CachedResponse found = answers.get(key);
        if (file == null || !isOnline || found == null) {
            return;
        }
        misses++;
        hits--;
        if (config.preserveRevoked() && found.hasStatus(Status.REVOKED)) {
            log.debug("Revoked OCSP response for key [" + key + "] preserved by cache policy");
            return;
        }
        log.debug("Deleting OCSP peer cached response for key [" + key + "]");
        answers.remove(key);
        isDirty = true;
    }

    /** Returns what it has done, or null if there is none. */
    public synchronized @Nullable Totals totals() {
        return file == null
                ? null
                : new Totals(
                        hits, misses, answers.size(), count(Status.REVOKED), count(Status.GOOD), count(Status.UNKNOWN));
    }

    private long count(Status status) {
        return answers.values().stream()
                .filter(answer -> answer.hasStatus(status))
                .count();
    }
}

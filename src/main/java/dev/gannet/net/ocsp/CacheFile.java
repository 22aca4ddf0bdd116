package dev.gannet.net.ocsp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gannet.base.ServerLog;
import dev.gannet.monitor.json.MonitorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file that answers about certificates are kept in, which is the reference server's (AC-134). It is written beside
 * its place and moved there, so it is whole at any time.
 *
 * <p>One thread at a time, which may wait for the disk.
 */
final class CacheFile {
    private static final String NAME = "cache.json";
    private static final String TEMPORARY = "ocsprc-";

    private final Path directory;
    private final ServerLog log;

    CacheFile(Path directory, ServerLog log) {
        this.directory = directory;
        this.log = log;
    }

    private Path path() {
        return directory.resolve(NAME).toAbsolutePath().normalize();
    }

    /** Returns what was kept, at most {@code max}; nothing if there is nothing that can be read. */
    Map<String, CachedResponse> load(int max) {
        Map<String, CachedResponse> loaded = new LinkedHashMap<>();
        log.debug("Loading OCSP peer cache [" + path() + "]");
        try {
            JsonNode answers = new MonitorJson().read(Files.readAllBytes(path()));
            for (Map.Entry<String, JsonNode> entry : answers.properties()) {
                if (loaded.size() < max) {
                    loaded.put(entry.getKey(), CachedResponse.of(entry.getValue()));
                }
            }
        } catch (NoSuchFileException e) {
            log.debug("No OCSP peer cache found, starting with empty cache");
        } catch (IOException e) {
            log.warn("Unable to load OCSP peer cache: " + e.getMessage());
            return new LinkedHashMap<>();
        }
        return loaded;
    }

    /** Returns whether it was written. */
    boolean save(Map<String, CachedResponse> answers) {
        log.debug("Saving OCSP peer cache [" + path() + "]");
        try {
            byte[] content = new MonitorJson().indented(new TreeMap<>(answers));
            Files.createDirectories(directory);
            Path written = Files.createTempFile(directory, TEMPORARY, "");
            try {
                Files.write(written, content);
                Files.move(written, path(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
            log.debug("Saved OCSP peer cache successfully (" + content.length + " bytes)");
            return true;
        } catch (IOException e) {
            log.error("Unable to save OCSP peer cache: " + e);
            return false;
        }
    }
}

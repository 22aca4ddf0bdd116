package dev.gannet.monitor.endpoint;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each endpoint was asked.
 *
 * <p><b>Owner:</b> any thread, under this object's lock.
 */
final class RequestStats {
    private final Map<String, Long> requests = new TreeMap<>();

    synchronized void count(String path) {
        requests.merge(path, 1L, Long::sum);
    }

    synchronized Map<String, Long> snapshot() {
        return new TreeMap<>(requests);
    }
}

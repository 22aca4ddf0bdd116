package dev.gannet.monitor;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each endpoint was asked.
 *
 * <p><b>Owner:</b> any thread, under this object's lock.
 */
public final class RequestStats {
    private final Map<String, Long> requests = new TreeMap<>();

    /** Counts a request to one of the endpoints, of which there are not many. */
    public synchronized void count(String path) {
        requests.merge(path, 1L, Long::sum);
    }

    public synchronized Map<String, Long> snapshot() {
        return new TreeMap<>(requests);
    }
}

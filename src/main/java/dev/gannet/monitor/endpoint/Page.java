package dev.gannet.monitor.endpoint;

import java.util.List;

/**
 * Which part of a list is asked for.
 *
 * @param offset how many are left out at the beginning
 * @param limit how many come at most
 */
public record Page(int offset, int limit) {
    public static final int LIMIT_DEFAULT = 1024;

    public Page {
        if (offset < 0 || limit <= 0) {
            throw new IllegalArgumentException("offset: " + offset + ", limit: " + limit + " (expected: >= 0 and > 0)");
        }
    }

    /** A page from what a request says: nothing before the beginning, and {@link #LIMIT_DEFAULT} when it says no limit. */
    public static Page of(int offset, int limit) {
        return new Page(Math.max(offset, 0), limit <= 0 ? LIMIT_DEFAULT : limit);
    }

    <T> List<T> cut(List<T> all) {
        int from = Math.min(offset, all.size());
        return all.subList(from, from + Math.min(limit, all.size() - from));
    }
}

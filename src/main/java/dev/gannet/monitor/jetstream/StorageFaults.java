package dev.gannet.monitor.jetstream;

import java.util.List;

/**
 * What went wrong with files of streams since the server's start: damage that was found, streams that cannot be read or
 * written.
 *
 * @param count how often
 * @param latest what it was, at most {@value #LATEST_MAX}, oldest first
 */
public record StorageFaults(long count, List<String> latest) {
    public static final int LATEST_MAX = 16;

    public static final StorageFaults NONE = new StorageFaults(0, List.of());

    public StorageFaults {
        latest = List.copyOf(latest);
    }
}

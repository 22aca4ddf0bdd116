package dev.gannet.jetstream.live;

import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.Faults;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.segment.DamageListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says which messages are lost. Any thread. */
final class Damage implements DamageListener {
    private final ServerLog log;
    private final Faults faults = new Faults();
    private final Map<String, String> names = new ConcurrentHashMap<>(); // Of streams, by their directories.

    Damage(ServerLog log) {
        this.log = log;
    }

    /** Returns what remembers that, and all else that goes wrong with files of streams. */
    Faults faults() {
        return faults;
    }

    /** A stream is called so, or is gone. */
    void name(Stream stream, int shard, boolean isThere) {
        String directory = Stores.directory(shard) + "/" + stream.id();
        if (isThere) {
            names.put(
                    directory,
                    "stream '" + stream.config().name() + "' of account '" + stream.account() + "' in " + directory);
        } else {
            names.remove(directory);
        }
    }

    @Override
    public void lost(String directory, long firstSeq, long lastSeq, long messages, String what) {
        String which =
                firstSeq == lastSeq ? "message " + firstSeq : messages + " messages of " + firstSeq + " to " + lastSeq;
        String fault = names.getOrDefault(directory, directory) + ": " + which + " lost: " + what;
        faults.add(fault);
        log.error("JetStream: " + fault);
    }
}

package dev.gannet.jetstream.live;

import dev.gannet.base.ServerLog;
import dev.gannet.store.segment.DamageListener;

/** Says which messages are lost. Any thread. */
final class Damage implements DamageListener {
    private final ServerLog log;

    Damage(ServerLog log) {
        this.log = log;
    }

    @Override
    public void lost(String directory, long firstSeq, long lastSeq, long messages, String what) {
        String which =
                firstSeq == lastSeq ? "message " + firstSeq : messages + " messages of " + firstSeq + " to " + lastSeq;
        log.error("JetStream: " + directory + ": " + which + " lost: " + what);
    }
}

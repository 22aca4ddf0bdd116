package dev.gannet.jetstream.live;

import dev.gannet.jetstream.stream.Stream;

/**
 * Looks once through the messages of a stream for what no consumer needs any more: after a start, and when a consumer has
 * ended or wants other messages than before.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class LookThrough {
    private static final int AT_A_TIME = 4096;

    private final Stream stream;
    private final LiveShard live;
    private final long lastSeq;
    private long next = 1;

    LookThrough(Stream stream, LiveShard live) {
        this.stream = stream;
        this.live = live;
        this.lastSeq = stream.store().lastSeq();
    }

    /** Has some of the messages looked at, and the next ones when those are done. */
    void proceed() {
        if (live.shard().find(stream.id()) != stream) {
            return;
        }
        for (int i = 0; i < AT_A_TIME; i++) {
            long seq = stream.store().nextSeq(next);
            if (seq == 0 || seq > lastSeq) {
                return;
            }
            stream.consumers().progress().look(seq);
            next = seq + 1;
        }
        live.progress().settle(isWritten -> live.loop().post(this::proceed));
    }
}

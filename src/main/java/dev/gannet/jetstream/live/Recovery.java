package dev.gannet.jetstream.live;

import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.shard.Replay;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Applies to a shard what the log says that its manifest does not.
 *
 * <p><b>Owner:</b> the thread that starts the server.
 */
final class Recovery implements Replay {
    private final Shard shard;
    private final int number;
    private final ServerLog log;
    private long lastIndex;

    Recovery(Shard shard, int number, ServerLog log) {
        this.shard = shard;
        this.number = number;
        this.log = log;
    }

    @Override
    public void entry(long index, int of, ByteBuffer body) {
        if (of == number) {
            shard.replay(body.order(ByteOrder.LITTLE_ENDIAN));
        }
        lastIndex = index;
    }

    @Override
    public void lost(Loss loss) {
        long count = loss.lastIndex() - loss.firstIndex() + 1;
        boolean isOurs = loss.shard() == number || loss.shard() == Loss.UNKNOWN;
        Stream stream = isOurs ? shard.find(loss.about()) : null;
        String what = loss.where() + ": " + count + " entries of the journal are damaged";
        if (stream == null) {
            log.error("JetStream: " + what
                    + ": what they said is lost; if they were messages, those behind them have other"
                    + " sequences than they had");
        } else {
            boolean isGuess = loss.shard() == Loss.UNKNOWN;
            log.error("JetStream: " + what + ": lost messages of stream '"
                    + stream.config().name() + "' of account '" + stream.account() + "' from sequence "
                    + (stream.store().lastSeq() + 1) + " on"
                    + (isGuess ? "; that they were of this stream is a guess, since those around them are" : "")
                    + "; if the stream had refused any, those behind have a higher sequence than they had");
            shard.lose(stream, count, "its entry of the journal is damaged");
        }
        lastIndex = Math.max(lastIndex, loss.lastIndex());
    }

    @Override
    public void backwards(String where, long index, long before) {
        log.error("JetStream: " + where + ": entry " + index + " is behind entry " + before
                + " (expected: a higher index); it is left out");
    }

    @Override
    public void cutShort(String where) {
        log.warn("JetStream: " + where + ": what is behind that was not written whole, and acknowledged to nobody");
    }

    long lastIndex() {
        return lastIndex;
    }
}

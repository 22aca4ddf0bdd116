package dev.gannet.jetstream.live;

import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.stream.Shard;
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
        log.error("JetStream: " + loss.where() + ": " + (loss.lastIndex() - loss.firstIndex() + 1)
                + " entries of the journal are damaged: what they said is lost");
        lastIndex = Math.max(lastIndex, loss.lastIndex());
    }

    @Override
    public void cutShort(String where) {
        log.warn("JetStream: " + where + ": what is behind that was not written whole, and acknowledged to nobody");
    }

    long lastIndex() {
        return lastIndex;
    }
}

package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigJson;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.store.disk.HeapDisk;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.segment.IndexBudget;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.testing.RecordingLog;
import org.junit.jupiter.api.Test;

/** What of idle streams a checkpoint looks at: nothing. */
class CheckpointCostTest {
    private static final int STREAMS = 200;

    private final StreamConfigReader reader = new StreamConfigReader(false);
    private int written;

    private final class Counting implements Shard.Configs {
        @Override
        public byte[] write(StreamConfig config) {
            written++;
            return StreamConfigJson.write(config).getBytes(UTF_8);
        }

        @Override
        public StreamConfig read(byte[] json) {
            try {
                return reader.stored(json);
            } catch (JsonException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    @Test
    void shouldLookOnlyAtStreamsThatMayHaveChanged() {
        // given
        HeapDisk disk = new HeapDisk();
        MessageStore.Settings settings = new MessageStore.Settings(
                disk,
                new OpenFiles(disk, Integer.MAX_VALUE),
                new IndexBudget(1 << 20),
                1 << 16,
                MessageSize.FILE,
                true,
                new RecordingLog());
        Stores stores = new Stores(settings, Stores.directory(0), new Damage(new RecordingLog()));
        Shard shard = new Shard(new Shard.Parts("", MessageSize.FILE, stores, new Counting()));
        for (int i = 1; i <= STREAMS; i++) {
            byte[] config =
                    ("{\"name\":\"s" + i + "\",\"subjects\":[\"s." + i + "\"],\"storage\":\"file\"}").getBytes(UTF_8);
            shard.apply(new Change.Create(i, i, "A", config));
        }
        assertThat(shard.touched().take()).hasSize(STREAMS);
        assertThat(shard.image()).isNotNull();
        written = 0;

        // when
        Stream one = shard.streams("A").get(7);
        shard.applyMessage(MessageEntry.of(one.id(), 1, "s.x".getBytes(UTF_8), new byte[0], new byte[10]));
        assertThat(shard.image()).isNotNull();

        // then
        assertThat(written).as("streams whose settings are written").isEqualTo(1);
        assertThat(shard.touched().take()).containsExactly(one);
        assertThat(shard.touched().take()).isEmpty();
    }
}

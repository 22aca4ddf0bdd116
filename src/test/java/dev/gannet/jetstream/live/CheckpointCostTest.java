package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.ShardImage;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.disk.HeapDisk;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.segment.IndexBudget;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.testing.RecordingLog;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What of idle streams a checkpoint looks at: nothing. */
class CheckpointCostTest {
    private static final int STREAMS = 200;
    private static final int MESSAGES = 20_000;

    private int written;

    private final class Counting implements Shard.Configs {
        private final Shard.Configs json = new JetStream.Json();

        @Override
        public byte[] write(StreamConfig config) {
            written++;
            return json.write(config);
        }

        @Override
        public StreamConfig read(byte[] settings) {
            return json.read(settings);
        }

        @Override
        public ConsumerConfig readConsumer(String name, byte[] settings) {
            return json.readConsumer(name, settings);
        }
    }

    /** However many ids are remembered and messages have a time to live: they are written elsewhere than on the stream loop. */
    @Test
    void shouldCopyNothingThatIsRememberedForTheImage() throws Exception {
        // given
        Shard shard = shard();
        byte[] config =
                ("{\"name\":\"s\",\"subjects\":[\"s\"],\"storage\":\"memory\",\"allow_msg_ttl\":true,\"max_msg_size\":-1,"
                                + "\"duplicate_window\":3600000000000}")
                        .getBytes(UTF_8);
        shard.apply(new Change.Create(1, 1, "A", config));
        for (int i = 1; i <= MESSAGES; i++) {
            byte[] headers =
                    ("NATS/1.0\r\nNats-Msg-Id: an id of message " + i + "\r\nNats-TTL: 1h\r\n\r\n").getBytes(UTF_8);
            shard.applyMessage(MessageEntry.of(1, 1 + i, "s".getBytes(UTF_8), headers, new byte[0]));
        }
        assertThat(shard.image()).isNotNull();
        shard.apply(new Change.Remove(MESSAGES + 2, 1, 7, false));

        // when
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ShardImage image = shard.image();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat(allocated).as("bytes allocated").isLessThan(10L * MESSAGES);
        ByteArrayOutputStream then = new ByteArrayOutputStream();
        shard.apply(new Change.Remove(MESSAGES + 3, 1, 8, false));
        byte[] headers = "NATS/1.0\r\nNats-Msg-Id: later\r\nNats-TTL: 1h\r\n\r\n".getBytes(UTF_8);
        shard.applyMessage(MessageEntry.of(1, MESSAGES + 4L, "s".getBytes(UTF_8), headers, new byte[0]));
        image.write(new DataOutputStream(then), stream -> new byte[0]);
        // each id has its length, a sequence and a time, each life a sequence and an end; one message was removed
        long ids = 0;
        for (int i = 1; i <= MESSAGES; i++) {
            ids += 4 + ("an id of message " + i).length() + 16;
        }
        assertThat((long) then.size()).isBetween(ids + 16L * (MESSAGES - 1), ids + 16L * (MESSAGES - 1) + 1000);
    }

    @Test
    void shouldLookOnlyAtStreamsThatMayHaveChanged() {
        // given
        Shard shard = shard();
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

    private Shard shard() {
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
        return new Shard(new Shard.Parts("", MessageSize.FILE, stores, new Counting()));
    }
}

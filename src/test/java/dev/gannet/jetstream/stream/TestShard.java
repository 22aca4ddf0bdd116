package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.config.StreamChecks;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigJson;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import dev.gannet.store.disk.HeapDisk;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.segment.IndexBudget;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.store.segment.StoreCheckpoint;
import dev.gannet.store.segment.StoredMessage;
import dev.gannet.tracing.MessageTrace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A shard whose files are on the heap, and whose clock a test turns. */
final class TestShard {
    static final String ACCOUNT = "A";
    private static final int SEGMENT_BYTES = 2048;
    private static final long SECOND = 1_000_000_000L;

    private final Disk disk;
    private final MessageStore.Settings settings;
    private final Shard shard;
    private long nowNanos = 1_700_000_000L * SECOND;

    TestShard() {
        this(new HeapDisk());
    }

    private TestShard(Disk disk) {
        this.disk = disk;
        this.settings = new MessageStore.Settings(
                disk,
                new OpenFiles(disk, 100),
                new IndexBudget(1 << 20),
                SEGMENT_BYTES,
                MessageSize.FILE,
                true,
                ServerLog.silent());
        this.shard = new Shard(new Shard.Parts("", MessageSize.FILE, new Stores(), new Configs()));
    }

    private final class Stores implements Shard.Stores {
        @Override
        public void prepare(int stream) throws IOException {
            disk.createDirectory("s" + stream);
        }

        @Override
        public MessageStore create(int stream) throws IOException {
            return MessageStore.create(settings, "s" + stream, TestShard::damaged);
        }

        @Override
        public MessageStore open(int stream, ByteBuffer manifest) throws IOException {
            return MessageStore.open(settings, "s" + stream, manifest, TestShard::damaged);
        }
    }

    private static void damaged(String directory, long firstSeq, long lastSeq, long messages, String what) {
        throw new AssertionError(directory + " " + firstSeq + ": " + what);
    }

    private static final class Configs implements Shard.Configs {
        @Override
        public byte[] write(StreamConfig config) {
            return StreamConfigJson.write(config).getBytes(UTF_8);
        }

        @Override
        public StreamConfig read(byte[] json) {
            return config(new String(json, UTF_8));
        }

        @Override
        public ConsumerConfig readConsumer(String name, byte[] json) {
            return consumerConfig(name, json);
        }
    }

    static ConsumerConfig consumerConfig(String name, byte[] json) {
        try {
            return new ConsumerConfigReader(false).stored(name, json);
        } catch (JsonException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Returns settings from JSON, checked as they are where they come from. */
    static StreamConfig config(String json) {
        try {
            return StreamChecks.create(
                    new StreamConfigReader(false).stored(json.getBytes(UTF_8)), StreamChecks.Limits.NONE, false);
        } catch (JsonException | ApiException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    Shard shard() {
        return shard;
    }

    /** Makes a stream {@code S}; returns its number. */
    int create(String members) {
        return create("S", members);
    }

    int create(String name, String members) {
        StreamConfig config = config("{\"name\":\"" + name + "\",\"subjects\":[\""
                + name.toLowerCase(java.util.Locale.ROOT) + ".>\"]" + (members.isEmpty() ? "" : "," + members) + "}");
        int id = shard.nextId();
        apply(new Change.Create(nowNanos, id, ACCOUNT, new Configs().write(config)));
        return id;
    }

    Shard.Applied update(int stream, String json) {
        return apply(new Change.Update(nowNanos, stream, new Configs().write(config(json))));
    }

    /** Applies a change as the log would hold it. */
    Shard.Applied apply(Change change) {
        return shard.apply(Change.read(change.entry()));
    }

    /** Publishes to the first stream; {@code headers} are names and values. */
    String publish(String subject, String payload, String... headers) {
        return publishTo(1, subject, payload, headers);
    }

    String publishTo(int stream, String subject, String payload, String... headers) {
        StringBuilder lines = new StringBuilder(headers.length == 0 ? "" : "NATS/1.0\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            lines.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        lines.append(headers.length == 0 ? "" : "\r\n");
        return publishRaw(stream, subject, lines.toString(), payload);
    }

    String publishRaw(int stream, String subject, String headers, String payload) {
        ByteBuffer entry = MessageEntry.of(
                stream,
                nowNanos,
                subject.getBytes(ISO_8859_1),
                headers.getBytes(ISO_8859_1),
                payload.getBytes(ISO_8859_1));
        return new String(
                shard.applyMessage(entry.order(ByteOrder.LITTLE_ENDIAN)).answer(), ISO_8859_1);
    }

    /** Returns what the publisher of a message to the first stream would be told, and what a trace would say of it. */
    String check(String subject, String headers) {
        ByteBuffer entry =
                MessageEntry.of(1, nowNanos, subject.getBytes(ISO_8859_1), headers.getBytes(ISO_8859_1), new byte[0]);
        Outcome outcome = shard.checkMessage(entry.order(ByteOrder.LITTLE_ENDIAN));
        MessageTrace.InStream fate = outcome.fate();
        return new String(outcome.answer(), ISO_8859_1) + " " + fate.subject() + " " + fate.unwanted() + " "
                + fate.error();
    }

    /** Lets time pass, and what is due happen. */
    void pass(long millis) {
        nowNanos += millis * 1_000_000L;
        apply(new Change.Tick(nowNanos));
    }

    long nowNanos() {
        return nowNanos;
    }

    Stream stream(int id) {
        return Objects.requireNonNull(shard.find(id));
    }

    /** Returns a message of the first stream: its subject, headers and payload. */
    String message(long seq) {
        return message(stream(1), seq);
    }

    static String message(Stream stream, long seq) {
        StoredMessage message = stream.load(seq);
        return message == null
                ? "none"
                : new String(message.subject(), ISO_8859_1) + " " + new String(message.headers(), ISO_8859_1) + "|"
                        + new String(message.payload(), ISO_8859_1);
    }

    /** Returns everything that can be seen of the shard. */
    String state() {
        StringBuilder state = new StringBuilder();
        for (Stream stream : shard.streams()) {
            MessageStore store = stream.store();
            state.append(StreamConfigJson.write(stream.config()))
                    .append(store.messages())
                    .append(' ')
                    .append(store.bytes())
                    .append(' ')
                    .append(store.firstSeq())
                    .append(' ')
                    .append(store.lastSeq())
                    .append(' ')
                    .append(stream.lastMessageId())
                    .append(' ')
                    .append(stream.dueNanos())
                    .append('\n');
            for (long seq = store.nextSeq(1); seq != 0; seq = store.nextSeq(seq + 1)) {
                state.append(seq)
                        .append(' ')
                        .append(store.timestampOf(seq))
                        .append(' ')
                        .append(message(stream, seq))
                        .append('\n');
            }
        }
        return state.toString();
    }

    /** Returns the shard as a server would find it that starts from a checkpoint made now. */
    TestShard reopened() {
        try {
            byte[] checkpoint = checkpoint();
            TestShard next = new TestShard(disk);
            next.nowNanos = nowNanos;
            next.shard.read(new DataInputStream(new ByteArrayInputStream(checkpoint)));
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the shard as a server would find it that has a copy of the disk with a checkpoint made now. */
    TestShard copied() {
        try {
            byte[] checkpoint = checkpoint();
            Disk copy = new HeapDisk();
            for (Stream stream : shard.streams()) {
                copy.createDirectory("s" + stream.id());
                for (String name : disk.list("s" + stream.id())) {
                    try (DiskFile file = copy.create("s" + stream.id() + "/" + name)) {
                        file.write(ByteBuffer.wrap(bytes("s" + stream.id() + "/" + name)), 0);
                    }
                }
            }
            TestShard next = new TestShard(copy);
            next.nowNanos = nowNanos;
            next.shard.read(new DataInputStream(new ByteArrayInputStream(checkpoint)));
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a checkpoint; returns its bytes. */
    private byte[] checkpoint() throws IOException {
        Map<Integer, byte[]> manifests = new HashMap<>();
        ShardImage image = shard.image();
        for (Stream stream : shard.streams()) {
            StoreCheckpoint checkpoint = stream.store().checkpoint();
            checkpoint.sync();
            ByteBuffer manifest = checkpoint.manifest();
            byte[] bytes = new byte[manifest.remaining()];
            manifest.get(bytes);
            manifests.put(stream.id(), bytes);
            checkpoint.kept();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        image.write(new DataOutputStream(out), stream -> Objects.requireNonNull(manifests.get(stream.id())));
        return out.toByteArray();
    }

    /** Makes a checkpoint; returns its bytes and those of all files, by their names, in hexadecimal digits. */
    Map<String, String> contents() {
        try {
            Map<String, String> contents = new TreeMap<>();
            contents.put("checkpoint", HexFormat.of().formatHex(checkpoint()));
            for (Stream stream : shard.streams()) {
                for (String name : disk.list("s" + stream.id())) {
                    String path = "s" + stream.id() + "/" + name;
                    contents.put(path, HexFormat.of().formatHex(bytes(path)));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
            return bytes.array();
        }
    }
}

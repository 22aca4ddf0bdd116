package dev.gannet.monitor.metric;

import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.ConsumerSnapshot;
import dev.gannet.monitor.jetstream.DeliveryTotals;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.JournalHistograms;
import dev.gannet.monitor.jetstream.JournalSnapshot;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JetStream's figures under the names that nats-server's exporter gives them, and the journal's under names of our own.
 * Made for one moment, by one thread.
 */
final class StreamMetrics {
    /** Of more streams there are only the sums. */
    private static final int STREAMS_MAX = 10_000;

    /** Of more consumers there is only how many they are. */
    private static final int CONSUMERS_MAX = 10_000;

    private static final double NANOS = 1e9;

    private final List<Metric> out;
    private final Map<String, String> own;
    private int streams;
    private int consumers;
    private long messages;
    private long bytes;

    StreamMetrics(List<Metric> out) {
        this.out = out;
        this.own = new HashMap<>();
    }

    void add(ServerView server) {
        ServerFacts facts = server.facts();
        own.put("server_id", facts.serverId());
        own.put("server_name", facts.serverName());
        own.put("is_meta_leader", "true"); // As the exporter has it where there is no cluster.
        JetStreamView view = server.jetStream();
        add("jetstream_server_jetstream_disabled", "whether JetStream is off", own, view == null ? 1 : 0);
        if (view == null) {
            return;
        }
        String domain = server.config().features().jetStream().domain();
        if (!domain.isEmpty()) {
            own.put("domain", domain);
        }
        view.accounts().forEach(account -> addAccount(account, view, facts.serverName()));
        JetStreamView.Bounds bounds = view.bounds();
        add("jetstream_server_max_memory", "most bytes of streams in memory", own, bounds.memoryBytes());
        add("jetstream_server_max_storage", "most bytes of streams on disk", own, bounds.storeBytes());
        add("jetstream_server_total_streams", "streams", own, streams);
        add("jetstream_server_total_consumers", "consumers", own, consumers);
        add("jetstream_server_total_messages", "messages stored", own, messages);
        add("jetstream_server_total_message_bytes", "bytes stored", own, bytes);
        addJournal(view);
        addDeliveries(view);
    }

    private void addJournal(JetStreamView view) {
        Map<String, String> labels = Map.of("server_id", own.getOrDefault("server_id", ""));
        JournalSnapshot journal = view.journal();
        boolean isWell = view.problem() == null;
        add("gannet_journal_writable", "1 while messages can be made durable", labels, isWell ? 1 : 0);
        count("gannet_journal_entries_total", "entries made durable", labels, journal.entries());
        count("gannet_journal_bytes_total", "bytes made durable", labels, journal.bytes());
        count("gannet_journal_failures_total", "how often it could not be written", labels, journal.failures());
        add("gannet_journal_files", "its files", labels, journal.files());
        JournalHistograms histograms = view.histograms();
        Metric commit = new Metric("gannet_journal_commit_seconds", "how long entries take to be durable", labels, 0);
        Metric sync = new Metric("gannet_journal_sync_seconds", "how long the disk takes to keep a group", labels, 0);
        Metric entries = new Metric("gannet_journal_group_entries", "entries made durable at once", labels, 0);
        Metric bytes = new Metric("gannet_journal_group_bytes", "bytes made durable at once", labels, 0);
        Metric.addHistogram(out, commit, histograms.commitNanos(), NANOS);
        Metric.addHistogram(out, sync, histograms.syncNanos(), NANOS);
        Metric.addHistogram(out, entries, histograms.groupEntries(), 1);
        Metric.addHistogram(out, bytes, histograms.groupBytes(), 1);
        count(
                "gannet_storage_faults_total",
                "how often damage was found, or a stream could not be read or written",
                labels,
                view.faults().count());
    }

    private void addDeliveries(JetStreamView view) {
        Map<String, String> labels = Map.of("server_id", own.getOrDefault("server_id", ""));
        DeliveryTotals totals = view.deliveries();
        count("gannet_consumer_deliveries_total", "messages sent for the first time", labels, totals.sent());
        count("gannet_consumer_redeliveries_total", "messages sent once more", labels, totals.sentAgain());
        count("gannet_consumer_acks_total", "messages said to be done", labels, totals.acks());
        count("gannet_consumer_naks_total", "messages said to come again", labels, totals.naks());
        count("gannet_consumer_terms_total", "messages said to come no more", labels, totals.terms());
    }

    private void addAccount(String account, JetStreamView view, String serverName) {
        Map<String, String> labels = new HashMap<>(own);
        labels.putAll(Map.of("account", account, "account_name", account, "account_id", account));
        StreamUsage usage = view.usage(account);
        if (usage != null) {
            add("jetstream_account_max_memory", "its limit", labels, unsigned(usage.reservedMemoryBytes()));
            add("jetstream_account_max_storage", "its limit", labels, unsigned(usage.reservedStoreBytes()));
            add("jetstream_account_memory_used", "bytes in memory", labels, usage.memoryBytes());
            add("jetstream_account_storage_used", "bytes on disk", labels, usage.storeBytes());
        }
        for (StreamSnapshot stream : view.knownStreams(account)) {
            streams++;
            consumers += stream.state().consumers();
            messages += stream.state().messages();
            bytes += stream.state().bytes();
            if (streams <= STREAMS_MAX) {
                addStream(stream, labels, serverName);
            }
            if (stream.state().consumers() > 0 && consumers <= CONSUMERS_MAX) {
                view.knownConsumers(account, stream.name(), false)
                        .forEach(consumer -> addConsumer(consumer, stream.name(), labels, serverName));
            }
        }
    }

    private void addStream(StreamSnapshot stream, Map<String, String> account, String serverName) {
        Map<String, String> labels = new HashMap<>(account);
        labels.putAll(Map.of("stream_name", stream.name(), "stream_leader", serverName, "is_stream_leader", "true"));
        StreamSnapshot.State state = stream.state();
        add("jetstream_stream_total_messages", "messages", labels, state.messages());
        add("jetstream_stream_total_bytes", "bytes", labels, state.bytes());
        add("jetstream_stream_first_seq", "sequence of the first", labels, state.firstSequence());
        add("jetstream_stream_last_seq", "sequence of the last", labels, state.lastSequence());
        add("jetstream_stream_consumer_count", "consumers", labels, state.consumers());
        add("jetstream_stream_subject_count", "different subjects", labels, state.subjects());
        add("jetstream_stream_limit_bytes", "most bytes", labels, stream.maxBytes());
        add("jetstream_stream_limit_messages", "most messages", labels, stream.maxMessages());
    }

    private void addConsumer(ConsumerSnapshot consumer, String stream, Map<String, String> account, String serverName) {
        Map<String, String> labels = new HashMap<>(account);
        labels.putAll(Map.of("stream_name", stream, "stream_leader", serverName, "is_stream_leader", "true"));
        labels.putAll(Map.of("consumer_name", consumer.name(), "consumer_desc", consumer.description()));
        labels.putAll(Map.of("consumer_leader", serverName, "is_consumer_leader", "true"));
        ConsumerSnapshot.Place sent = consumer.delivered();
        ConsumerSnapshot.Place done = consumer.ackFloor();
        add("jetstream_consumer_delivered_consumer_seq", "its last sequence", labels, sent.consumerSeq());
        add("jetstream_consumer_delivered_stream_seq", "the stream's sequence sent last", labels, sent.streamSeq());
        add("jetstream_consumer_ack_floor_consumer_seq", "up to where all is done", labels, done.consumerSeq());
        add("jetstream_consumer_ack_floor_stream_seq", "the same in the stream", labels, done.streamSeq());
        add("jetstream_consumer_num_ack_pending", "messages sent and not done", labels, consumer.ackPending());
        add("jetstream_consumer_num_redelivered", "messages sent again", labels, consumer.redelivered());
        add("jetstream_consumer_num_waiting", "requests that wait", labels, consumer.waiting());
        add("jetstream_consumer_num_pending", "messages not sent yet", labels, consumer.pending());
    }

    /** No limit is the largest number there is, as in the reference. */
    private static double unsigned(long bytes) {
        return bytes >= 0 ? (double) bytes : Math.scalb(1.0, Long.SIZE);
    }

    private void count(String name, String help, Map<String, String> labels, long value) {
        out.add(Metric.counter(name, help, labels, (double) value));
    }

    private void add(String name, String help, Map<String, String> labels, long value) {
        add(name, help, labels, (double) value);
    }

    private void add(String name, String help, Map<String, String> labels, double value) {
        out.add(new Metric(name, help, labels, value));
    }
}

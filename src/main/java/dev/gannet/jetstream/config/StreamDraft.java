package dev.gannet.jetstream.config;

import dev.gannet.jetstream.config.StreamConfig.ConsumerLimits;
import dev.gannet.jetstream.config.StreamConfig.Placement;
import dev.gannet.jetstream.config.StreamConfig.Republish;
import dev.gannet.jetstream.config.StreamConfig.StreamAccess;
import dev.gannet.jetstream.config.StreamConfig.StreamFeatures;
import dev.gannet.jetstream.config.StreamConfig.StreamLimits;
import dev.gannet.jetstream.config.StreamConfig.StreamOrigin;
import dev.gannet.jetstream.config.StreamConfig.StreamStorage;
import dev.gannet.jetstream.config.StreamConfig.SubjectTransformConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StreamConfig} while it is made. What nobody says has the value that it has in a request that does not say it.
 *
 * <p><b>Owner:</b> who makes it.
 */
public final class StreamDraft {
    public String name = "";
    public String description = "";
    public List<String> subjects = new ArrayList<>();
    public Retention retention = Retention.LIMITS;
    public long maxConsumers;
    public long maxMessages;
    public long maxBytes;
    public long maxAgeNanos;
    public long maxMessagesPerSubject;
    public int maxMessageBytes;
    public Discard discard = Discard.OLD;
    public boolean discardNewPerSubject;
    public StorageType storage = StorageType.FILE;
    public int replicas;
    public boolean noAck;
    public long duplicateWindowNanos;
    public @Nullable Placement placement;
    public @Nullable StreamSource mirror;
    public List<StreamSource> sources = new ArrayList<>();
    public Compression compression = Compression.NONE;
    public long firstSeq;
    public @Nullable SubjectTransformConfig subjectTransform;
    public @Nullable Republish republish;
    public boolean allowDirect;
    public boolean mirrorDirect;
    public boolean sealed;
    public boolean denyDelete;
    public boolean denyPurge;
    public boolean allowRollup;
    public ConsumerLimits consumerLimits = ConsumerLimits.NONE;
    public boolean messageTtl;
    public long subjectDeleteMarkerTtlNanos;
    public boolean counter;
    public boolean atomic;
    public boolean schedules;
    public PersistMode persistMode = PersistMode.DEFAULT;
    public boolean batched;
    public SortedMap<String, String> metadata = new TreeMap<>();

    public StreamDraft() {}

    /** Begins with what another one is. */
    StreamDraft(StreamConfig config) {
        name = config.name();
        description = config.description();
        subjects = new ArrayList<>(config.subjects());
        storage(config.storage());
        limits(config.limits());
        access(config.access());
        features(config.features());
        mirror = config.origin().mirror();
        sources = new ArrayList<>(config.origin().sources());
        consumerLimits = config.consumerLimits();
        firstSeq = config.firstSeq();
        subjectTransform = config.subjectTransform();
        republish = config.republish();
        metadata = new TreeMap<>(config.metadata());
    }

    private void storage(StreamStorage kept) {
        storage = kept.type();
        retention = kept.retention();
        discard = kept.discard();
        discardNewPerSubject = kept.discardNewPerSubject();
        compression = kept.compression();
        persistMode = kept.persistMode();
        replicas = kept.replicas();
        noAck = kept.noAck();
        placement = kept.placement();
    }

    private void limits(StreamLimits limits) {
        maxConsumers = limits.maxConsumers();
        maxMessages = limits.maxMessages();
        maxBytes = limits.maxBytes();
        maxAgeNanos = limits.maxAgeNanos();
        maxMessagesPerSubject = limits.maxMessagesPerSubject();
        maxMessageBytes = limits.maxMessageBytes();
        duplicateWindowNanos = limits.duplicateWindowNanos();
    }

    private void access(StreamAccess access) {
        allowDirect = access.allowDirect();
        mirrorDirect = access.mirrorDirect();
        sealed = access.sealed();
        denyDelete = access.denyDelete();
        denyPurge = access.denyPurge();
        allowRollup = access.allowRollup();
    }

    private void features(StreamFeatures features) {
        messageTtl = features.messageTtl();
        subjectDeleteMarkerTtlNanos = features.subjectDeleteMarkerTtlNanos();
        counter = features.counter();
        atomic = features.atomic();
        schedules = features.schedules();
        batched = features.batched();
    }

    /** Returns the configuration as it is now. */
    public StreamConfig finish() {
        return new StreamConfig(
                name,
                description,
                subjects,
                new StreamStorage(
                        storage,
                        retention,
                        discard,
                        discardNewPerSubject,
                        compression,
                        persistMode,
                        replicas,
                        noAck,
                        placement),
                new StreamLimits(
                        maxConsumers,
                        maxMessages,
                        maxBytes,
                        maxAgeNanos,
                        maxMessagesPerSubject,
                        maxMessageBytes,
                        duplicateWindowNanos),
                new StreamAccess(allowDirect, mirrorDirect, sealed, denyDelete, denyPurge, allowRollup),
                new StreamFeatures(messageTtl, subjectDeleteMarkerTtlNanos, counter, atomic, schedules, batched),
                new StreamOrigin(mirror, sources),
                consumerLimits,
                firstSeq,
                subjectTransform,
                republish,
                metadata);
    }
}

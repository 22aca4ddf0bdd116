package dev.gannet.jetstream.live;

import dev.gannet.account.Account;
import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.jetstream.config.StorageType;
import dev.gannet.jetstream.config.StreamChecks;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigJson;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerChecks;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import java.util.Collection;

/**
 * What streams an account may have, and what each may be told to be, by the settings of the moment. What it allows is
 * written into the log; nothing is checked again when that is read.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class StreamRules {
    private final Settings settings;

    /** Where the limits come from, which a reload may change. Any thread. */
    public interface Settings {
        JetStreamLimits server();

        /** Returns what an account may have. */
        AccountJetStreamConfig of(Account account);

        /** Returns the accounts that may have streams. */
        Collection<Account> accounts();

        /** Returns most bytes of all streams in memory. */
        long maxMemoryBytes();

        /** Returns most bytes of all streams on disk. */
        long maxStoreBytes();

        /** Returns how large a message of a client may be. */
        int payloadBytesMax();

        /** Returns whether acknowledgements are asked for on subjects that name the account too (CO-69). */
        boolean writesLongSubjects();
    }

    StreamRules(Settings settings) {
        this.settings = settings;
    }

    private StreamChecks.Limits limits(Account account) {
        return StreamChecks.Limits.of(settings.server(), settings.of(account));
    }

    ConsumerChecks.Limits consumerLimits(Account account) {
        return ConsumerChecks.Limits.of(settings.server(), settings.of(account));
    }

    /** Returns what a new stream is. */
    StreamConfig create(Account account, StreamConfigReader.Asked asked) throws ApiException {
        StreamConfig config = StreamChecks.create(asked.config(), limits(account), asked.isPedantic());
        refuseUnbuilt(config);
        return config;
    }

    StreamConfig update(Account account, StreamConfig before, StreamConfigReader.Asked asked) throws ApiException {
        StreamConfig config = StreamChecks.update(before, asked.config(), limits(account), asked.isPedantic());
        refuseUnbuilt(config);
        return config;
    }

    boolean isSame(StreamConfig checked, StreamConfig existing) {
        return StreamChecks.isSame(checked, existing);
    }

    /**
     * Nobody is to rely on what is not there yet: one line for each goes when it is built. That batches may be published
     * is taken, since tools ask for it without doing so; who does is told that it is not possible.
     */
    private static void refuseUnbuilt(StreamConfig config) throws ApiException {
        refuse(config.origin().mirror() != null, "mirrors are");
        refuse(!config.origin().sources().isEmpty(), "sources are");
        refuse(config.features().schedules(), "message schedules are");
    }

    private static void refuse(boolean isAsked, String what) throws ApiException {
        if (isAsked) {
            throw ErrorCode.STREAM_INVALID_CONFIG.exception(what + " not supported by this server yet");
        }
    }

    /**
     * Checks a stream against the others.
     *
     * @param others of the account, without the stream itself
     * @param isNew whether the stream is not there yet
     */
    void admit(Account account, StreamConfig config, Collection<StreamConfig> others, boolean isNew)
            throws ApiException {
        AccountJetStreamConfig limits = settings.of(account);
        if (isNew && limits.maxStreams() > 0 && others.size() >= limits.maxStreams()) {
            throw ErrorCode.MAXIMUM_STREAMS_LIMIT.exception();
        }
        checkBytes(limits, config, others);
        StreamChecks.overlaps(config, others);
    }

    private void checkBytes(AccountJetStreamConfig limits, StreamConfig config, Collection<StreamConfig> others)
            throws ApiException {
        boolean isMemory = config.storage().type() == StorageType.MEMORY;
        long wanted = Math.max(0, config.limits().maxBytes());
        long reserved = wanted;
        for (StreamConfig other : others) {
            reserved += other.storage().type() == config.storage().type()
                    ? Math.max(0, other.limits().maxBytes())
                    : 0;
        }
        long own = isMemory ? limits.maxMemoryBytes() : limits.maxStoreBytes();
        long all = isMemory ? settings.maxMemoryBytes() : settings.maxStoreBytes();
        if (wanted > 0 && (isBeyond(reserved, own) || isBeyond(wanted, all))) {
            throw (isMemory ? ErrorCode.MEMORY_RESOURCES_EXCEEDED : ErrorCode.STORAGE_RESOURCES_EXCEEDED).exception();
        }
    }

    private static boolean isBeyond(long bytes, long max) {
        return max >= 0 && bytes > max;
    }

    /** Returns settings as entries of the log hold them. */
    String json(StreamConfig config) {
        return StreamConfigJson.write(config);
    }
}

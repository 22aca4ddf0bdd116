package dev.gannet.config.block;

import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.feature.JetStreamEncryption;
import dev.gannet.config.feature.JetStreamLimits;
import java.time.Duration;

/**
 * A {@link JetStreamConfig} while it is read from the file and then from the flags. What is empty or zero has its default.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
public final class JetStreamDraft {
    public boolean isOn;
    public String storeDirectory = "";

    long maxMemory = JetStreamConfig.AS_MUCH_AS_THERE_IS;
    long maxStore = JetStreamConfig.AS_MUCH_AS_THERE_IS;
    String domain = "";
    String extensionHint = "";
    String uniqueTag = "";
    boolean isStrict = true;
    JetStreamConfig.Sync sync = JetStreamConfig.Sync.DEFAULT;

    JetStreamEncryption.Cipher cipher = JetStreamEncryption.Cipher.CHACHA;
    String key = "";
    String previousKey = "";
    String keysFile = "";
    String encryptionPassword = "";
    String storagePassword = "";
    int register;

    int maxAckPending;
    int maxHaAssets;
    int maxRequestBatch;
    int defaultMaxConsumers;
    Duration duplicateWindow = Duration.ZERO;
    int maxInflightPerStream;
    int maxInflight;
    int maxBatchMessages;
    Duration batchTimeout = Duration.ZERO;

    long requests;
    long infoRequests;
    long catchup;
    long buffered;
    int bufferedMessages;
    long scrub = JetStreamConfig.Queues.DEFAULT_SCRUB_BYTES;
    int concurrentIo = JetStreamConfig.Queues.DEFAULT_CONCURRENT_IO;
    long metaEntries;
    long metaBytes;
    boolean metaWaits;

    public JetStreamConfig toConfig() {
        return new JetStreamConfig(
                isOn,
                storeDirectory,
                maxMemory,
                maxStore,
                domain,
                extensionHint,
                uniqueTag,
                isStrict,
                sync,
                encryption(),
                limits(),
                queues(),
                new JetStreamConfig.Meta(metaEntries, metaBytes, metaWaits));
    }

    private JetStreamEncryption encryption() {
        var tpm = new JetStreamEncryption.Tpm(keysFile, encryptionPassword, storagePassword, register);
        return new JetStreamEncryption(cipher, key, previousKey, tpm);
    }

    private JetStreamLimits limits() {
        var batch = new JetStreamLimits.Batch(maxInflightPerStream, maxInflight, maxBatchMessages, batchTimeout);
        return new JetStreamLimits(
                maxAckPending, maxHaAssets, maxRequestBatch, defaultMaxConsumers, duplicateWindow, batch);
    }

    private JetStreamConfig.Queues queues() {
        long requestsMax = requests <= 0 ? JetStreamConfig.Queues.DEFAULT_REQUESTS : requests;
        long infoMax = infoRequests <= 0 ? requestsMax : infoRequests;
        return new JetStreamConfig.Queues(
                requestsMax, infoMax, catchup, buffered, bufferedMessages, concurrentIo, scrub);
    }
}

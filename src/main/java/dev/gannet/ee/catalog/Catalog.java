package dev.gannet.ee.catalog;

import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All accounts with streams, and all streams, of one moment.
 *
 * @param changes how far the engine was then, see {@link JetStreamView#changes}
 */
record Catalog(long changes, List<Account> accounts, List<Stream> streams) {
    Catalog {
        accounts = List.copyOf(accounts);
        streams = List.copyOf(streams);
    }

    /**
     * An account.
     *
     * @param memoryBytesMax negative for no limit
     * @param storeBytesMax likewise
     */
    record Account(String name, long memoryBytesMax, long storeBytesMax) {}

    /** What tells streams from each other. */
    record Key(String account, String name) {}

    /**
     * A stream.
     *
     * @param configJson its configuration as the API shows it
     */
    record Stream(Key key, Instant created, boolean isInMemory, long maxMessages, long maxBytes, String configJson) {
        static Stream of(String account, StreamSnapshot stream) {
            return new Stream(
                    new Key(account, stream.name()),
                    stream.created(),
                    stream.isInMemory(),
                    stream.maxMessages(),
                    stream.maxBytes(),
                    stream.configJson());
        }
    }

    /** Looks at the engine. What changes while it does is there the next time, since it is looked how far it is first. */
    static Catalog of(JetStreamView view) {
        long changes = view.changes();
        List<Account> accounts = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (String name : view.accounts()) {
            StreamUsage usage = view.usage(name);
            if (usage != null) {
                accounts.add(new Account(name, usage.reservedMemoryBytes(), usage.reservedStoreBytes()));
            }
            view.streams(name).forEach(stream -> streams.add(Stream.of(name, stream)));
        }
        return new Catalog(changes, accounts, streams);
    }
}

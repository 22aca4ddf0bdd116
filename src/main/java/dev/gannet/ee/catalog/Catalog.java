package dev.gannet.ee.catalog;

import dev.gannet.monitor.jetstream.ConsumerSnapshot;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All accounts with streams, all streams, and the durable consumers, of one moment.
 *
 * @param changes how far the engine was then, see {@link JetStreamView#changes}
 */
record Catalog(long changes, List<Account> accounts, List<Stream> streams, List<Consumer> consumers) {
    Catalog {
        accounts = List.copyOf(accounts);
        streams = List.copyOf(streams);
        consumers = List.copyOf(consumers);
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

    /** What tells consumers from each other. */
    record ConsumerKey(Key stream, String name) {}

    /**
     * A consumer that stays when nobody uses it: what comes and goes with its users is not written down.
     *
     * @param configJson its configuration as the API shows it
     */
    record Consumer(ConsumerKey key, Instant created, String description, String configJson) {
        static Consumer of(Key stream, ConsumerSnapshot consumer) {
            return new Consumer(
                    new ConsumerKey(stream, consumer.name()),
                    consumer.created(),
                    consumer.description(),
                    consumer.configJson());
        }
    }

    /**
     * Looks at the engine; null if that does not say all of it in time. What changes meanwhile is there the next time, since it
     * is looked how far it is first.
     */
    static @Nullable Catalog of(JetStreamView view) {
        long changes = view.changes();
        List<Account> accounts = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        List<Consumer> consumers = new ArrayList<>();
        for (String name : view.accounts()) {
            StreamUsage usage = view.usage(name);
            if (usage != null) {
                accounts.add(new Account(name, usage.reservedMemoryBytes(), usage.reservedStoreBytes()));
            }
            List<StreamSnapshot> known = view.streams(name);
            if (known == null) {
                return null;
            }
            for (StreamSnapshot stream : known) {
                streams.add(Stream.of(name, stream));
                if (stream.state().consumers() > 0 && !isAdded(view, new Key(name, stream.name()), consumers)) {
                    return null;
                }
            }
        }
        return new Catalog(changes, accounts, streams, consumers);
    }

    /** Returns false if a stream's consumers are not known. */
    private static boolean isAdded(JetStreamView view, Key stream, List<Consumer> consumers) {
        List<ConsumerSnapshot> known = view.consumers(stream.account(), stream.name(), false);
        if (known == null) {
            return false;
        }
        for (ConsumerSnapshot consumer : known) {
            if (consumer.isDurable() && !consumer.isDirect()) {
                consumers.add(Consumer.of(stream, consumer));
            }
        }
        return true;
    }
}

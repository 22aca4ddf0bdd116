package dev.gannet.client.bean;

import dev.gannet.api.Messaging;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.bucket.ChangeCall;
import dev.gannet.client.bucket.ChangeObserver;
import dev.gannet.client.bucket.WatchedKeys;
import dev.gannet.client.call.Running;
import dev.gannet.client.call.Surroundings;
import dev.gannet.client.inprocess.InProcessOptions;
import dev.gannet.client.inprocess.InProcessServer;
import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Configuration from a key-value bucket, as it is now: {@code gannet.client.config.bucket} names it, without which there
 * is none. Which bucket, and where the server is, is asked of the default sources alone (system properties, the
 * environment, {@code microprofile-config.properties}), since Config is not there yet. Any thread.
 *
 * <p>Who asks first waits for the bucket's values, up to {@code gannet.client.config.timeout}; values that come later
 * count when they come.
 */
public final class BucketConfigSource implements ConfigSource, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final String BUCKET = "gannet.client.config.bucket";
    private static final String ORDINAL = "gannet.client.config.ordinal";
    private static final String TIMEOUT = "gannet.client.config.timeout";
    private static final int ORDINAL_DEFAULT = 150;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Object lock = new Object();
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Supplier<Config> defaults;
    private volatile @Nullable Started started;

    /** Configuration from the bucket that the default sources name. */
    public BucketConfigSource() {
        this(() -> ConfigProviderResolver.instance()
                .getBuilder()
                .addDefaultSources()
                .build());
    }

    /** Configuration from the bucket that {@code defaults} name, which are asked when somebody asks this. */
    BucketConfigSource(Supplier<Config> defaults) {
        this.defaults = defaults;
    }

    @Override
    public String getName() {
        return "gannet.client.config";
    }

    @Override
    public int getOrdinal() {
        return started().ordinal();
    }

    @Override
    public @Nullable String getValue(String name) {
        started().awaitValues();
        return values.get(name);
    }

    @Override
    public Map<String, String> getProperties() {
        started().awaitValues();
        return Map.copyOf(values);
    }

    @Override
    public Set<String> getPropertyNames() {
        return getProperties().keySet();
    }

    @Override
    public void close() {
        synchronized (lock) {
            Started found = started;
            if (found != null) {
                found.close();
            }
        }
    }

    private Started started() {
        Started found = started;
        if (found != null) {
            return found;
        }
        synchronized (lock) {
            if (started == null) {
                started = start();
            }
            return started;
        }
    }

    private Started start() {
        Config config;
        try {
            config = defaults.get();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "nothing is configured by a bucket here", e);
            return new Started(ORDINAL_DEFAULT, null, null, null, 0);
        }
        int ordinal = config.getOptionalValue(ORDINAL, String.class)
                .map(BucketConfigSource::ordinal)
                .orElse(ORDINAL_DEFAULT);
        Optional<String> bucket = config.getOptionalValue(BUCKET, String.class);
        if (bucket.isEmpty()) {
            return new Started(ordinal, null, null, null, 0);
        }
        long timeoutMillis = config.getOptionalValue(TIMEOUT, String.class)
                .map(text -> ClientSettings.duration(TIMEOUT, text))
                .orElse(Duration.ofSeconds(5))
                .toMillis();
        CountDownLatch upToDate = new CountDownLatch(1);
        OwnConnection connection = new OwnConnection(ClientSettings.of(config));
        WatchedKeys keys = new WatchedKeys(bucket.get(), ">", true, true);
        Running running = new ChangeObserver(keys, new Changes(values, upToDate), connection).start();
        return new Started(ordinal, upToDate, running, connection, timeoutMillis);
    }

    private static int ordinal(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(ORDINAL + ": " + text + " (expected: a number, such as 150)", e);
        }
    }

    /**
     * What there is once somebody has asked.
     *
     * @param upToDate open when the bucket's values are there; null without a bucket
     */
    private record Started(
            int ordinal,
            @Nullable CountDownLatch upToDate,
            @Nullable Running running,
            @Nullable OwnConnection connection,
            long timeoutMillis) {
        /** Waits once: who has waited for nothing goes on without, and so do all others. */
        void awaitValues() {
            if (upToDate == null || upToDate.getCount() == 0) {
                return;
            }
            try {
                if (!upToDate.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                    upToDate.countDown();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            if (running != null && connection != null) {
                running.drain(CLOSE_TIMEOUT).toCompletableFuture().join();
                connection.close();
            }
        }
    }

    /** Keeps the values as they are now. */
    private record Changes(Map<String, String> values, CountDownLatch loaded) implements ChangeCall {
        @Override
        public CompletionStage<?> call(KeyValueEntry entry) {
            if (entry.getOperation() == KeyValueOperation.PUT) {
                values.put(entry.getKey(), entry.getValueAsString());
            } else {
                values.remove(entry.getKey());
            }
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void upToDate() {
            loaded.countDown();
        }
    }

    /** The source's own connection: the application's is a bean, and there are no beans yet. */
    private static final class OwnConnection implements Surroundings {
        private final Object lock = new Object();
        private final ClientSettings settings;
        private @Nullable JnatsMessaging open;
        private boolean closed;

        OwnConnection(ClientSettings settings) {
            this.settings = settings;
        }

        @Override
        public Messaging messaging() {
            return connected();
        }

        @Override
        public Connection nats() {
            return connected().connection();
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        private JnatsMessaging connected() {
            synchronized (lock) {
                if (closed) {
                    throw new IllegalStateException("the configuration is not used any more");
                }
                JnatsMessaging found = open;
                if (found == null) {
                    Options.Builder options = settings.options();
                    found = JnatsMessaging.connect(
                            settings.isInProcess(InProcessServer::inContainer)
                                    ? InProcessOptions.with(options, InProcessServer::inContainer)
                                    : options);
                    open = found;
                }
                return found;
            }
        }

        void close() {
            synchronized (lock) {
                closed = true;
                if (open != null) {
                    open.close();
                    open = null;
                }
            }
        }
    }
}

package dev.gannet.testing;

import dev.gannet.client.bean.BucketExtension;
import dev.gannet.client.bean.ClientConnections;
import dev.gannet.client.bean.MessagingExtension;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigBuilder;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Beans of an application with {@code gannet-client.jar}, in this JVM without a server around them. What is configured is
 * the JVM's, so that there is one at a time.
 */
public final class BeanContainer implements AutoCloseable {
    private final SeContainer container;

    private BeanContainer(SeContainer container) {
        this.container = container;
    }

    /** Starts an application of these beans, whose messaging goes to {@code url}. */
    public static BeanContainer start(String url, Class<?>... beans) {
        return start(Map.of("gannet.client.url", url), beans);
    }

    /**
     * Starts an application.
     *
     * @param configured what MicroProfile Config has
     */
    @SuppressWarnings("unchecked") // The arguments are of a generic array.
    public static BeanContainer start(Map<String, String> configured, Class<?>... beans) {
        ConfigProviderResolver.setInstance(new Resolver(new FixedConfig(new HashMap<>(configured))));
        ClassLoader loader = BeanContainer.class.getClassLoader();
        return new BeanContainer(SeContainerInitializer.newInstance()
                .setClassLoader(loader)
                .disableDiscovery()
                .addPackages(ClientConnections.class)
                .addExtensions(MessagingExtension.class, BucketExtension.class)
                .addBeanClasses(beans)
                .initialize());
    }

    /** MicroProfile Config that has these texts alone. */
    public static Config config(Map<String, String> configured) {
        return new FixedConfig(Map.copyOf(configured));
    }

    public <T> T get(Class<T> bean) {
        return container.select(bean).get();
    }

    @Override
    public void close() {
        container.close();
    }

    private static final class Resolver extends ConfigProviderResolver {
        private final Config config;

        Resolver(Config config) {
            this.config = config;
        }

        @Override
        public Config getConfig() {
            return config;
        }

        @Override
        public Config getConfig(ClassLoader loader) {
            return config;
        }

        @Override
        public ConfigBuilder getBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void registerConfig(Config other, ClassLoader loader) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void releaseConfig(Config other) {
            throw new UnsupportedOperationException();
        }
    }

    /** Texts by their keys. */
    private record FixedConfig(Map<String, String> values) implements Config {
        @Override
        public <T> T getValue(String name, Class<T> type) {
            return getOptionalValue(name, type).orElseThrow();
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
            return Optional.ofNullable(values.get(name)).map(type::cast);
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return values.keySet();
        }

        @Override
        public Iterable<ConfigSource> getConfigSources() {
            return List.of();
        }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}

package dev.gannet.client;

import dev.gannet.api.Messaging;
import io.nats.client.Options;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The {@link Messaging} that an application injects: one connection, made when it is first used. Where to is asked of
 * MicroProfile Config: {@value #URL} ({@value #URL_DEFAULT}; several servers with commas), {@value #NAME},
 * {@value #CREDENTIALS}, a file. A user and a password, or a token, stand in the URL.
 */
@ApplicationScoped
class MessagingProducer {
    static final String URL = "gannet.client.url";
    static final String URL_DEFAULT = "nats://localhost:4222";
    static final String NAME = "gannet.client.name";
    static final String CREDENTIALS = "gannet.client.credentials";

    @Produces
    @ApplicationScoped
    Messaging messaging() {
        Config config = ConfigProvider.getConfig();
        Options.Builder options = new Options.Builder()
                .server(config.getOptionalValue(URL, String.class).orElse(URL_DEFAULT))
                .connectionName(config.getOptionalValue(NAME, String.class).orElse("gannet-client"))
                .maxReconnects(-1);
        config.getOptionalValue(CREDENTIALS, String.class).ifPresent(options::credentialPath);
        return JnatsMessaging.connect(options);
    }

    void close(@Disposes Messaging messaging) {
        if (messaging instanceof AutoCloseable closeable) {
            close(closeable);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("messaging could not be closed", e);
        }
    }
}

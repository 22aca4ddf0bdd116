package dev.gannet.client.bean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Ends the configuration from a bucket with the application: not every Config ends its sources. */
@ApplicationScoped
class ConfigEnd {
    void stop(@Observes Shutdown event) {
        for (ConfigSource source : ConfigProvider.getConfig().getConfigSources()) {
            if (source instanceof BucketConfigSource ours) {
                ours.close();
            }
        }
    }
}

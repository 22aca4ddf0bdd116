package dev.gannet.ee.connector;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.reload.ConfigHost;
import dev.gannet.config.reload.Effect;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.ee.config.ContainerConfig;
import dev.gannet.process.ProcessReload;

/** What a reload asks of a container that is not the server's own: its log and its files are not the server's affair. */
final class ContainerReload implements ConfigHost {
    private final ContainerConfig config;

    ContainerReload(ContainerConfig config) {
        this.config = config;
    }

    @Override
    public Loaded read() throws ReloadException {
        return ProcessReload.loaded(config.again());
    }

    @Override
    public void apply(Effect effect, ServerConfig now) {
        // Nothing: the container has its own.
    }
}

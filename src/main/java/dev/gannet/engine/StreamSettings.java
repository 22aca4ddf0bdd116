package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.jetstream.live.StreamRules;

/** What the configuration of the moment allows streams. Any thread. */
final class StreamSettings implements StreamRules.Settings {
    private final ServerContext context;
    private final JetStreamHost host;

    StreamSettings(ServerContext context, JetStreamHost host) {
        this.context = context;
        this.host = host;
    }

    @Override
    public JetStreamLimits server() {
        return context.config().features().jetStream().limits();
    }

    @Override
    public AccountJetStreamConfig of(Account account) {
        ServerConfig config = context.config();
        for (AccountConfig one : config.accounts()) {
            AccountJetStreamConfig own = one.features().jetStream();
            if (own != null && one.name().equals(account.name())) {
                return own;
            }
        }
        return AccountJetStreamConfig.DEFAULT;
    }

    @Override
    public long maxMemoryBytes() {
        return host.memoryBytesMax();
    }

    @Override
    public long maxStoreBytes() {
        return host.storeBytesMax();
    }
}

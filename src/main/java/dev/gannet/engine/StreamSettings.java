package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.jetstream.live.StreamRules;
import java.util.Collection;

/** What the configuration of the moment allows streams. Any thread. */
final class StreamSettings implements StreamRules.Settings {
    private final ServerContext context;
    private final JetStreamHost host;
    private final JetStreamAccounts accounts;

    StreamSettings(ServerContext context, JetStreamHost host) {
        this.context = context;
        this.host = host;
        this.accounts = new JetStreamAccounts(context);
    }

    @Override
    public JetStreamLimits server() {
        return context.config().features().jetStream().limits();
    }

    @Override
    public AccountJetStreamConfig of(Account account) {
        AccountJetStreamConfig own = accounts.limits(account);
        return own == null ? AccountJetStreamConfig.DEFAULT : own;
    }

    @Override
    public Collection<Account> accounts() {
        return accounts.enabled();
    }

    @Override
    public long maxMemoryBytes() {
        return host.memoryBytesMax();
    }

    @Override
    public long maxStoreBytes() {
        return host.storeBytesMax();
    }

    @Override
    public int payloadBytesMax() {
        return context.config().limits().maxPayloadBytes();
    }

    @Override
    public boolean writesLongSubjects() {
        return context.config().description().featureFlags().getOrDefault("js_ack_fc_v2", false);
    }
}

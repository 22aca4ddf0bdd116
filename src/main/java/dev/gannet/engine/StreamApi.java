package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.jetstream.api.ApiHost;
import dev.gannet.net.EventLoops;
import dev.gannet.protocol.ServerMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The server as JetStream's API sees it. Any thread. */
final class StreamApi implements ApiHost {
    private final ServerContext context;
    private final JetStreamAccounts accounts;
    private final EventLoops loops;

    StreamApi(ServerContext context, JetStreamAccounts accounts, EventLoops loops) {
        this.context = context;
        this.accounts = accounts;
        this.loops = loops;
    }

    @Override
    public ServerLog log() {
        return context.log();
    }

    @Override
    public JetStreamConfig settings() {
        return context.config().features().jetStream();
    }

    @Override
    public @Nullable AccountJetStreamConfig limits(Account account) {
        return accounts.limits(account);
    }

    @Override
    public long maxPendingBytes() {
        return context.config().limits().maxPendingBytes();
    }

    @Override
    public @Nullable Account system() {
        return context.accounts().system();
    }

    @Override
    public @Nullable Account account(String name) {
        return context.accounts().find(name);
    }

    @Override
    public Instant now() {
        return context.clock().instant();
    }

    @Override
    public String serverName() {
        return context.info().serverName();
    }

    @Override
    public void publish(Account account, ServerMessage message) {
        loops.publish(account, message);
    }
}

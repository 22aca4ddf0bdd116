package dev.gannet.jetstream.api;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.jetstream.event.AdvisoryHost;
import org.jspecify.annotations.Nullable;

/** The server around the API. Any thread. */
public interface ApiHost extends AdvisoryHost {
    ServerLog log();

    /** Returns the settings in force. */
    JetStreamConfig settings();

    /** Returns how much of JetStream an account has, or null for nothing. */
    @Nullable
    AccountJetStreamConfig limits(Account account);

    /** Returns most bytes of the messages that answer one request, if it does not say (ST-190). */
    long maxPendingBytes();

    /** Returns the system account, or null if there is none. */
    @Nullable
    Account system();

    /** Returns the account of this name, or null if there is none. */
    @Nullable
    Account account(String name);

    @Override
    default String domain() {
        return settings().domain();
    }
}

package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.connection.ServerContext;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which accounts may have streams, and how much of them, by the settings in force. Any thread. */
final class JetStreamAccounts {
    private final ServerContext context;

    JetStreamAccounts(ServerContext context) {
        this.context = context;
    }

    /** Returns how much of JetStream an account has, or null for nothing. */
    @Nullable
    AccountJetStreamConfig limits(Account account) {
        ServerConfig config = context.config();
        if (!config.features().jetStream().isOn() || account.isSystem()) {
            return null;
        }
        for (AccountConfig configured : config.accounts()) {
            if (configured.name().equals(account.name())) {
                return configured.features().jetStream();
            }
        }
        boolean isAlone = account == context.accounts().global() && hasOnlySystem(config);
        return isAlone ? AccountJetStreamConfig.DEFAULT : null;
    }

    /** Where there are other accounts, the global one has streams no more than any that does not say so. */
    private boolean hasOnlySystem(ServerConfig config) {
        Account system = context.accounts().system();
        return config.accounts().stream()
                .allMatch(configured -> system != null && configured.name().equals(system.name()));
    }

    /** Returns those that may have streams, sorted by name. */
    List<Account> enabled() {
        return context.accounts().all().stream()
                .filter(account -> limits(account) != null)
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }
}

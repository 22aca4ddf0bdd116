package dev.gannet.account;

import dev.gannet.base.Chance;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.interest.Generations;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.PublishFrame;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a server: {@code $G}, the system account, and those of the configuration.
 *
 * <p><b>Owner:</b> whoever reloads the configuration; any thread reads.
 */
@Singleton
public final class Accounts {
    private final Chance chance;
    private final Generations generations = new Generations();
    private final Nobody nobody = new Nobody();
    private volatile Map<String, Account> byName;
    private final Account global;
    private final @Nullable Account system;
    private volatile @Nullable LatencyListener latencies;

    @Inject
    public Accounts(ServerConfig config, Chance chance) {
        this.chance = chance;
        String systemName = systemName(config);
        Map<String, Account> made = new LinkedHashMap<>();
        for (AccountConfig account : configured(config, systemName)) {
            made.put(account.name(), make(account, account.name().equals(systemName)));
        }
        byName = made;
        new Sharing(made, config, systemName, nobody).link();
        global = get(Account.GLOBAL);
        system = systemName == null ? null : made.get(systemName);
    }

    private static @Nullable String systemName(ServerConfig config) {
        String name = config.systemAccount();
        return name == null && !config.noSystemAccount() ? Account.SYSTEM : name;
    }

    private static Collection<AccountConfig> configured(ServerConfig config, @Nullable String systemName) {
        Map<String, AccountConfig> accounts = new LinkedHashMap<>();
        accounts.put(Account.GLOBAL, new AccountConfig(Account.GLOBAL, List.of()));
        config.accounts().forEach(account -> accounts.put(account.name(), account));
        if (systemName != null) {
            accounts.putIfAbsent(systemName, new AccountConfig(systemName, List.of()));
        }
        return accounts.values();
    }

    private Account make(AccountConfig config, boolean isSystem) {
        Account account = new Account(config, isSystem, generations, chance.nextSeed());
        account.latencies(latencies);
        return account;
    }

    /**
     * Takes over other settings. An account that stays is the same object, with its interest and its connections; which
     * of them is the system account does not change.
     *
     * @param inUse the permissions that some user has
     */
    public void reload(ServerConfig config, Set<Permissions> inUse) {
        Map<String, Account> before = byName;
        Map<String, Account> now = new LinkedHashMap<>();
        for (AccountConfig account : configured(config, system == null ? null : system.name())) {
            Account kept = before.get(account.name());
            if (kept != null) {
                kept.reload(account);
                kept.retainScopes(inUse);
            }
            now.put(account.name(), kept == null ? make(account, false) : kept);
        }
        byName = now;
        new Sharing(now, config, system == null ? null : system.name(), nobody).link();
    }

    /** Says who tells of latencies from now on, in accounts to come as well; before that nothing is measured. */
    public void latencies(LatencyListener listener) {
        latencies = listener;
        byName.values().forEach(account -> account.latencies(listener));
    }

    /** Who holds the subscriptions by which services are imported. */
    private static final class Nobody extends InternalSubscriber {
        Nobody() {
            super(nowhere(1));
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame, int loop) {
            throw new IllegalStateException("delivered to an import of " + subscription.subject());
        }
    }

    public Account global() {
        return global;
    }

    public @Nullable Account system() {
        return system;
    }

    /** Returns the account of this name, which exists. */
    public Account get(String name) {
        Account account = byName.get(name);
        if (account == null) {
            throw new IllegalArgumentException("account: " + name + " (expected: one of the configuration)");
        }
        return account;
    }

    public @Nullable Account find(String name) {
        return byName.get(name);
    }

    public Collection<Account> all() {
        return byName.values();
    }
}

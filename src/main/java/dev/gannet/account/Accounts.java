package dev.gannet.account;

import dev.gannet.base.Chance;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.interest.Generations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts of a server: {@code $G}, the system account, and those of the configuration. Immutable. */
@Singleton
public final class Accounts {
    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Chance chance;
    private final Account global;
    private final @Nullable Account system;

    @Inject
    public Accounts(ServerConfig config, Chance chance) {
        this.chance = chance;
        Generations generations = new Generations();
        String systemName = config.systemAccount();
        if (systemName == null && !config.noSystemAccount()) {
            systemName = Account.SYSTEM;
        }
        add(new AccountConfig(Account.GLOBAL, List.of()), false, generations);
        for (AccountConfig account : config.accounts()) {
            add(account, account.name().equals(systemName), generations);
        }
        if (systemName != null && !byName.containsKey(systemName)) {
            add(new AccountConfig(systemName, List.of()), true, generations);
        }
        global = get(Account.GLOBAL);
        system = systemName == null ? null : byName.get(systemName);
    }

    private void add(AccountConfig config, boolean system, Generations generations) {
        byName.put(config.name(), new Account(config, system, generations, chance.nextSeed()));
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

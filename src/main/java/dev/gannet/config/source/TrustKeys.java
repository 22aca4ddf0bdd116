package dev.gannet.config.source;

import dev.gannet.config.block.ResolverReader;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.block.TrustReader;
import dev.gannet.config.key.KeyTable;
import java.util.Set;

/**
 * The keys at the top that say whose word about accounts counts. They protect the server, and do nothing yet: it does not
 * start with them. Their values are looked at and kept all the same.
 */
final class TrustKeys {
    private final TlsReader tls;

    TrustKeys(TlsReader tls) {
        this.tls = tls;
    }

    void addTo(KeyTable<Draft> table) {
        table.refused(
                        (setting, draft, problems) -> {
                            draft.trust = draft.trust.withOperators(new TrustReader().operators(setting));
                            return true;
                        },
                        "operator",
                        "operators",
                        "roots",
                        "root",
                        "root_operators",
                        "root_operator")
                .refused(
                        (setting, draft, problems) -> {
                            draft.trust = draft.trust.withKeys(new TrustReader().keys(setting, problems));
                            return true;
                        },
                        "trusted_keys",
                        "trusted")
                .refused(
                        (setting, draft, problems) -> {
                            draft.trust = draft.trust.withResolver(new ResolverReader().read(setting, problems));
                            return true;
                        },
                        "resolver",
                        "account_resolver",
                        "accounts_resolver")
                .refused(
                        (setting, draft, problems) -> {
                            tls.read(setting, TlsReader.Side.CLIENTS, problems);
                            return true;
                        },
                        "resolver_tls")
                .refused(
                        (setting, draft, problems) -> {
                            draft.trust = draft.trust.withPreloads(new TrustReader().preloads(setting, problems));
                            return true;
                        },
                        "resolver_preload")
                .refused(
                        (setting, draft, problems) -> {
                            draft.trust = draft.trust.withPinnedAccounts(
                                    Set.copyOf(setting.strings("resolver_pinned_accounts", problems)));
                            return true;
                        },
                        "resolver_pinned_accounts")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.trust = draft.trust.withDefaultSentinel(setting.string());
                            return true;
                        },
                        "default_sentinel");
    }
}

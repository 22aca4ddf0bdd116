package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ServerView;
import java.time.Instant;
import java.util.List;

/** {@code /accstatz}: what each account has moved. */
public record Accstatz(
        @JsonProperty("server_id") String serverId,
        Instant now,
        @JsonProperty("account_statz") List<AccountStat> accounts) {

    /**
     * Answers a request.
     *
     * @param only the accounts that are asked for; empty for all
     * @param unused whether accounts without a connection are listed too
     */
    public static Accstatz of(ServerView server, List<String> only, boolean unused, Instant now) {
        List<String> names = only.isEmpty()
                ? server.accounts()
                : only.stream().filter(server::hasAccount).toList();
        List<AccountStat> stats = server.accountTotals(names).stream()
                .filter(totals -> unused || totals.connections() + totals.leafs() > 0)
                .map(AccountStat::of)
                .toList();
        return new Accstatz(server.facts().serverId(), now, stats);
    }
}

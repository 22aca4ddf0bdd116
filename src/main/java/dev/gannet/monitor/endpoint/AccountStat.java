package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.Traffic;

/** One account's counters, as {@code /accstatz} and the system account's events show them (MO-87). */
public record AccountStat(
        @JsonProperty("acc") String account,
        String name,
        @JsonProperty("conns") int connections,
        @JsonProperty("leafnodes") int leafs,
        @JsonProperty("total_conns") int totalConnections,
        @JsonProperty("num_subscriptions") long subscriptions,
        Moved sent,
        Moved received,
        @JsonProperty("slow_consumers") long slowConsumers) {

    record Count(@JsonProperty("msgs") long messages, long bytes) {
        static final Count NONE = new Count(0, 0);
    }

    /** What went one way, and how much of that was not clients'. */
    record Moved(@JsonProperty("msgs") long messages, long bytes, Count gateways, Count routes, Count leafs) {
        static Moved byClients(long messages, long bytes) {
            return new Moved(messages, bytes, Count.NONE, Count.NONE, Count.NONE);
        }
    }

    public static AccountStat of(AccountTotals totals) {
        Traffic traffic = totals.traffic();
        return new AccountStat(
                totals.name(),
                totals.tag(),
                totals.connections(),
                totals.leafs(),
                totals.connections() + totals.leafs(),
                totals.subscriptions(),
                Moved.byClients(traffic.outMessages(), traffic.outBytes()),
                Moved.byClients(traffic.inMessages(), traffic.inBytes()),
                totals.slowConsumers());
    }
}

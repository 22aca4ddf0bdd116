package dev.gannet.monitor;

/**
 * A server's counters since its start.
 *
 * @param connections clients connected now
 * @param totalConnections clients that ever connected
 * @param routes routes connected now
 * @param remotes distinct servers behind those routes
 * @param leafs leaf nodes connected now
 * @param traffic all kinds of connection together
 * @param clientTraffic of clients alone
 * @param slowConsumers connections closed because they read too slowly
 * @param staleConnections connections closed because they did not answer {@code PING}
 * @param stalls how often a producer was held up
 */
public record ServerTotals(
        int connections,
        long totalConnections,
        int routes,
        int remotes,
        int leafs,
        Traffic traffic,
        Traffic clientTraffic,
        PerKind slowConsumers,
        PerKind staleConnections,
        long stalls) {}

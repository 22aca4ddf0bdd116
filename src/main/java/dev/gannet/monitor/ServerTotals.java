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
 * @param defence what the limits of Gannet's own have done
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
        long stalls,
        Defence defence) {
    /**
     * What the limits have done that nats-server does not have.
     *
     * @param throttles how often a client was held up that published too fast
     * @param rateViolations how often one was told so
     * @param delayedLogins logins that were answered later
     * @param unauthenticatedRefused connections refused because too many had not shown who they are
     */
    public record Defence(long throttles, long rateViolations, long delayedLogins, long unauthenticatedRefused) {}
}

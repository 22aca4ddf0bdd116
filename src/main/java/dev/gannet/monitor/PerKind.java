package dev.gannet.monitor;

/**
 * One counter for each kind of connection.
 *
 * @param clients of clients
 * @param routes of routes
 * @param gateways of gateways
 * @param leafs of leaf nodes
 */
public record PerKind(long clients, long routes, long gateways, long leafs) {
    public static final PerKind NONE = new PerKind(0, 0, 0, 0);

    public long sum() {
        return clients + routes + gateways + leafs;
    }
}

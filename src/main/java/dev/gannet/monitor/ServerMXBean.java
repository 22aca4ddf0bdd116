package dev.gannet.monitor;

/**
 * A server as JMX shows it. Counters count from its start; what counts messages counts those of clients, and bytes are
 * payload and headers.
 */
public interface ServerMXBean {
    /** The server's public nkey, made anew at each start. */
    String getServerId();

    /** The configured name, or the id. */
    String getServerName();

    /** The NATS version that the server speaks as. */
    String getVersion();

    /** The address that clients connect to. */
    String getClientHost();

    /** The port that clients connect to. */
    int getClientPort();

    /** The port of the monitoring endpoints; 0 while it is not known. */
    int getMonitoringPort();

    long getUptimeSeconds();

    /** Clients connected now. */
    int getConnections();

    /** Clients that ever connected. */
    long getConnectionsTotal();

    /** Subscriptions now, in all accounts. */
    long getSubscriptions();

    long getInMessages();

    long getInBytes();

    long getOutMessages();

    long getOutBytes();

    /** Connections closed because they read too slowly. */
    long getSlowConsumers();

    /** Connections closed because they did not answer {@code PING}. */
    long getStaleConnections();

    /** Whether the server takes no new clients and sends away those it has. */
    boolean isLameDuckMode();

    /** Takes no new clients, sends away those who are there, and closes the server. Returns at once. */
    void enterLameDuckMode();
}

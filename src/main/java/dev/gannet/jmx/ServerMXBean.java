package dev.gannet.jmx;

/** A server as JMX shows it. Counters count from its start; what counts messages counts those of clients. */
@Description("A NATS server. Counters count from its start; messages and bytes are those of clients.")
public interface ServerMXBean {
    @Description("The server's public nkey, made anew at each start")
    String getServerId();

    @Description("The configured name, or the id")
    String getServerName();

    @Description("The NATS version that the server speaks as")
    String getVersion();

    @Description("The address that clients connect to")
    String getClientHost();

    @Description("The port that clients connect to")
    int getClientPort();

    @Description("The port of the monitoring pages; 0 while it is not known, or where there are none")
    int getMonitoringPort();

    @Description("Seconds since the start")
    long getUptimeSeconds();

    @Description("Clients connected now")
    int getConnections();

    @Description("Clients that ever connected")
    long getConnectionsTotal();

    @Description("Subscriptions now, in all accounts, with the server's own")
    long getSubscriptions();

    @Description("Messages from clients")
    long getInMessages();

    @Description("Bytes of their payloads and headers")
    long getInBytes();

    @Description("Messages to clients")
    long getOutMessages();

    @Description("Bytes of their payloads and headers")
    long getOutBytes();

    @Description("How often a client read too slowly; mostly it was closed for it")
    long getSlowConsumers();

    @Description("How often a publisher was held up for somebody who reads slowly")
    long getStalls();

    @Description("Connections closed because they did not answer PING")
    long getStaleConnections();

    @Description("Whether the server takes no new clients and sends away those it has")
    boolean isLameDuckMode();

    @Description("Why clients cannot connect or nothing can be stored now; empty when all is well")
    String getProblem();

    @Description("Takes no new clients, sends away those who are there, and closes the server; returns at once")
    void enterLameDuckMode();
}

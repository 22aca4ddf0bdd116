package dev.gannet.jmx;

import org.jspecify.annotations.Nullable;

/** The clients of a server: looked for when they are asked for, so that ten thousand cost nothing until then. */
@Description("The clients that are connected: looked for when asked for, at most 1,024 at a time")
public interface ConnectionsMXBean {
    @Description("How many there are")
    int getCount();

    @Description("How many may be there at a time")
    int getCountMax();

    @Description("Bytes that wait for all of them to read")
    long getPendingBytes();

    @Description("Bytes that may wait for one of them before it is closed as a slow consumer")
    long getPendingBytesMax();

    @Description("Some of the connections, by their ids")
    Connection[] list(
            @Description(name = "offset", value = "how many to leave out at first") int offset,
            @Description(name = "limit", value = "how many to return at most; 1,024 is the most") int limit);

    @Description("Some of the connections of one account, by their ids")
    Connection[] listOfAccount(
            @Description(name = "account", value = "the name of the account") String account,
            @Description(name = "offset", value = "how many to leave out at first") int offset,
            @Description(name = "limit", value = "how many to return at most; 1,024 is the most") int limit);

    @Description("The connections for which most bytes wait, the slowest first; none for which none do")
    Connection[] listSlowest(
            @Description(name = "limit", value = "how many to return at most; 1,024 is the most") int limit);

    @Description("One connection, or null if there is none with that id")
    @Nullable
    Connection find(@Description(name = "cid", value = "the id of the connection") long cid);

    @Description("Closes a connection, as $SYS.REQ.SERVER.<id>.KICK does; returns whether there was one with that id")
    boolean kick(@Description(name = "cid", value = "the id of the connection") long cid);

    /** One of them at one moment. */
    interface Connection {
        /** Its id. */
        long getCid();

        /** What the client calls itself. */
        String getName();

        String getAccount();

        /** Who it is, never a secret; empty for nobody. */
        String getUser();

        /** The client's address; empty where it has none. */
        String getHost();

        /** The client's port. */
        int getPort();

        /** The language of its library. */
        String getLang();

        /** The version of its library. */
        String getVersion();

        /** {@code none}, or the version of TLS. */
        String getTls();

        /** When it connected, as in {@code 2026-11-22T10:19:11.234075461Z}. */
        String getStart();

        /** How long nothing went either way. */
        long getIdleMillis();

        /** The last measured round trip; 0 while it is not known. */
        long getRttMicros();

        int getSubscriptions();

        /** Messages that it published. */
        long getInMessages();

        long getInBytes();

        /** Messages that it was sent. */
        long getOutMessages();

        long getOutBytes();

        /** What waits for it to read. */
        long getPendingBytes();

        /** How often it was held up as a publisher. */
        long getStalls();

        /** Whether so much waits that publishers are held up for it. */
        boolean isSlow();
    }
}

package dev.gannet.jmx;

import org.jspecify.annotations.Nullable;

/** The accounts of a server, looked for when they are asked for. */
@Description("The accounts: looked for when asked for, at most 1,024 at a time")
public interface AccountsMXBean {
    @Description("How many there are")
    int getCount();

    @Description("Their names, sorted; the first 1,024 of them")
    String[] getNames();

    @Description("Some of the accounts, by their names")
    Account[] list(
            @Description(name = "offset", value = "how many to leave out at first") int offset,
            @Description(name = "limit", value = "how many to return at most; 1,024 is the most") int limit);

    @Description("One account, or null if there is none with that name")
    @Nullable
    Account find(@Description(name = "name", value = "the name of the account") String name);

    /** One of them at one moment. Counters count from the start of the server. */
    interface Account {
        String getName();

        /** Clients in it now. */
        int getConnections();

        /** Subscriptions in it now. */
        long getSubscriptions();

        /** Messages that its clients published. */
        long getInMessages();

        long getInBytes();

        /** Messages that its clients were sent. */
        long getOutMessages();

        long getOutBytes();

        long getSlowConsumers();

        /** Whether it may have streams. */
        boolean isJetStream();

        /** How many streams it has. */
        int getStreams();

        /** How many consumers those have. */
        int getConsumers();

        /** What its streams on the disk hold. */
        long getStoreBytes();

        /** How much they may; -1 is any number. */
        long getStoreBytesMax();

        /** What its streams in memory hold. */
        long getMemoryBytes();

        /** How much they may; -1 is any number. */
        long getMemoryBytesMax();
    }
}

package dev.gannet.monitor.jetstream;

/**
 * What a request for {@code /jsz} asks for (MO-89).
 *
 * @param account one account's details; empty for none in particular
 * @param accounts the details of all accounts
 * @param streams with their streams
 * @param consumers with the streams' consumers
 * @param directConsumers with those that are there for other streams
 * @param config with the configurations of streams and consumers
 * @param raft with what leads: without a cluster all does
 * @param offset how many accounts are left out before the first
 * @param limit most accounts; less than zero is any number
 */
public record JszOptions(
        String account,
        boolean accounts,
        boolean streams,
        boolean consumers,
        boolean directConsumers,
        boolean config,
        boolean raft,
        int offset,
        int limit) {
    private static final int LIMIT_DEFAULT = 1024;

    /** Who asks for more asks for what that is part of. */
    public JszOptions {
        streams |= consumers;
        accounts |= streams && account.isEmpty();
        offset = limit < 0 ? 0 : Math.max(0, offset);
        limit = limit == 0 ? LIMIT_DEFAULT : limit < 0 ? Integer.MAX_VALUE : limit;
    }
}

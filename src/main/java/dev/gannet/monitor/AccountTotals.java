package dev.gannet.monitor;

/**
 * One account's counters since the server's start.
 *
 * @param name the account
 * @param tag its name for people
 * @param connections clients in it now
 * @param leafs leaf nodes in it now
 * @param subscriptions subscriptions in it now
 * @param traffic what its connections published and were sent
 * @param slowConsumers its connections that were closed because they read too slowly
 */
public record AccountTotals(
        String name, String tag, int connections, int leafs, long subscriptions, Traffic traffic, long slowConsumers) {}

package dev.gannet.interest;

/**
 * The figures of a sublist for {@code /subsz}.
 *
 * @param subscriptions subscriptions held now
 * @param inserts subscriptions ever added
 * @param removes subscriptions ever taken away
 * @param matches how often a subject was matched
 * @param recentMatches over how many of the latest matches the fan-out is taken
 * @param fanoutSum the fan-outs of those together: plain subscriptions and queues
 * @param fanoutMax the largest of them
 */
public record SublistStatistics(
        long subscriptions,
        long inserts,
        long removes,
        long matches,
        long recentMatches,
        long fanoutSum,
        long fanoutMax) {}

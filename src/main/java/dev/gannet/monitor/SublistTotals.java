package dev.gannet.monitor;

/**
 * The figures of a sublist, or of several added up.
 *
 * @param subscriptions subscriptions held now
 * @param cached subjects in the match cache now
 * @param inserts subscriptions ever added
 * @param removes subscriptions ever taken away
 * @param matches matches asked for, from the cache or not
 * @param cacheHits matches that the cache answered
 * @param fanoutMax most subscriptions of one cached subject
 * @param fanoutSum subscriptions of all cached subjects together
 */
public record SublistTotals(
        long subscriptions,
        long cached,
        long inserts,
        long removes,
        long matches,
        long cacheHits,
        long fanoutMax,
        long fanoutSum) {
    public static final SublistTotals NONE = new SublistTotals(0, 0, 0, 0, 0, 0, 0, 0);

    public SublistTotals plus(SublistTotals other) {
        return new SublistTotals(
                subscriptions + other.subscriptions,
                cached + other.cached,
                inserts + other.inserts,
                removes + other.removes,
                matches + other.matches,
                cacheHits + other.cacheHits,
                Math.max(fanoutMax, other.fanoutMax),
                fanoutSum + other.fanoutSum);
    }
}

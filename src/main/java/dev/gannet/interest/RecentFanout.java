package dev.gannet.interest;

/**
 * The fan-out of the latest matches, of one to two windows of them. The reference takes the figure over its match
 * cache, whose size is the window here.
 *
 * <p><b>Owner:</b> written by every event loop without a lock: a lost update costs less than a lock would.
 */
final class RecentFanout {
    static final int WINDOW = 1024;

    private int matches;
    private int max;
    private long sum;
    private int matchesBefore;
    private int maxBefore;
    private long sumBefore;

    void add(int fanout) {
        if (matches >= WINDOW) {
            matchesBefore = matches;
            maxBefore = max;
            sumBefore = sum;
            matches = 0;
            max = 0;
            sum = 0;
        }
        matches++;
        sum += fanout;
        if (fanout > max) {
            max = fanout;
        }
    }

    long matches() {
        return matches + (long) matchesBefore;
    }

    long sum() {
        return sum + sumBefore;
    }

    int max() {
        return Math.max(max, maxBefore);
    }
}

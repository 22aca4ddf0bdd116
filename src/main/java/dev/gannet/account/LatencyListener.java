package dev.gannet.account;

import dev.gannet.account.latency.LatencyMetric;
import dev.gannet.base.Clock;

/** Who tells of latencies. Any thread may call every method. */
public interface LatencyListener {
    /** Returns what measures. */
    Clock clock();

    /** Returns what the reply subject of a measured request ends with, so that other servers know it (AC-42). */
    String replySuffix();

    /** Tells of one request; {@code subject} is one of the account that offers the service. */
    void measured(Account service, String subject, LatencyMetric metric);

    /** Runs something after a while. */
    void wakeAfter(long delayNanos, Runnable task);
}

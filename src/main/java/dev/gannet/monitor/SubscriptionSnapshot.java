package dev.gannet.monitor;

import org.jspecify.annotations.Nullable;

/**
 * One subscription at one moment. Subject, queue and sid are texts from the wire: one char is one byte.
 *
 * @param account the account it is in
 * @param accountTag the account's name for people; the account's name where it has no other
 * @param subject what it listens to
 * @param queue its queue group, or null
 * @param sid the client's id for it
 * @param delivered messages delivered so far
 * @param deliveriesMax after how many it ends, or zero for never
 * @param cid whose it is
 */
public record SubscriptionSnapshot(
        String account,
        String accountTag,
        String subject,
        @Nullable String queue,
        String sid,
        long delivered,
        long deliveriesMax,
        long cid) {}

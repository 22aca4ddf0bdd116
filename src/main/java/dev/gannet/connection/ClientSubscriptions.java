package dev.gannet.connection;

import dev.gannet.base.Quoted;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.WireError;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one client by sid, and the rules by which they come and go. The table is made with the first
 * one, since many clients only publish.
 *
 * <p><b>Owner:</b> the client's event loop changes them. {@link #list} and {@link #size} are for any thread: the table
 * is guarded by this object's lock, which nobody holds for long.
 */
final class ClientSubscriptions {
    private static final String SYSTEM_QUEUE = "_sys_"; // CP-166

    private final Client client;
    private final ClientLogin login;
    private final ClientTrace trace;
    private @Nullable Map<String, Subscription> bySid;

    ClientSubscriptions(Client client, ClientLogin login, ClientTrace trace) {
        this.client = client;
        this.login = login;
        this.trace = trace;
    }

    /**
     * Subscribes, unless the sid is taken already (CP-113) or something is wrong, which the client is told then.
     *
     * @return whether nothing was wrong
     */
    boolean subscribe(String subject, @Nullable String queue, String sid) {
        if (!login.maySubscribe(subject, queue) || SYSTEM_QUEUE.equals(queue)) {
            deny(subject, queue, sid);
            return false;
        }
        int tokensMax = client.server().config().limits().maxSubjectTokens();
        if (tokensMax > 0 && Subjects.tokenCount(subject) > tokensMax) {
            client.output().error(WireError.tooManyTokens(subject));
            trace.error("Subscription Violation Too Many Tokens - Subject " + Quoted.ofBytes(subject) + ", SID " + sid);
            return false;
        }
        int max = login.subscriptionsMax();
        if (max > 0 && size() >= max) {
            trace.repeatedError(WireError.MAXIMUM_SUBSCRIPTIONS.text());
            client.output().error(WireError.MAXIMUM_SUBSCRIPTIONS.text());
            return false;
        }
        if (find(sid) != null) {
            return true;
        }
        if (!Subjects.isValidFilter(subject)) {
            client.output().error(WireError.INVALID_SUBJECT.text());
            return false;
        }
        Subscription subscription = new Subscription(client, subject, queue, sid);
        synchronized (this) {
            if (bySid == null) {
                bySid = new HashMap<>(4);
            }
            bySid.put(sid, subscription);
        }
        login.account().subscribe(subscription);
        return true;
    }

    private void deny(String subject, @Nullable String queue, String sid) {
        if (queue == null) {
            client.output().error(WireError.subscriptionViolation(subject));
            trace.error(violation(subject) + ", SID " + sid);
        } else {
            client.output().error(WireError.subscriptionViolation(subject, queue));
            trace.error(violation(subject) + ", Queue: " + Quoted.ofBytes(queue) + ", SID " + sid);
        }
    }

    private static String violation(String subject) {
        return "Subscription Violation - Subject " + Quoted.ofBytes(subject);
    }

    /**
     * Ends a subscription, at once or after {@code max} deliveries in all (CP-115..117).
     *
     * @param max -1 for none given
     * @return the one that ends at once, which is still to be removed, or null
     */
    @Nullable
    Subscription unsubscribe(String sid, int max) {
        Subscription subscription = find(sid);
        if (subscription == null) {
            return null;
        }
        client.loop().staging().settle(client.outbox()); // So that all that was delivered is counted.
        boolean ends = max <= 0 || max <= subscription.delivered();
        subscription.limitDeliveries(ends ? 0 : max);
        login.account().touch(subscription);
        return ends ? subscription : null;
    }

    /** Removes it from here and from the account. */
    void remove(Subscription subscription) {
        trace.deleted(subscription.sid());
        subscription.close();
        synchronized (this) {
            if (bySid != null) {
                bySid.remove(subscription.sid(), subscription);
            }
        }
        login.account().unsubscribe(subscription);
    }

    /** Removes all and returns them. */
    List<Subscription> clear() {
        List<Subscription> all = list();
        synchronized (this) {
            bySid = null;
        }
        for (Subscription subscription : all) {
            trace.deleted(subscription.sid());
            subscription.close();
            login.account().unsubscribe(subscription);
        }
        return all;
    }

    synchronized int size() {
        return bySid == null ? 0 : bySid.size();
    }

    synchronized List<Subscription> list() {
        return bySid == null ? List.of() : new ArrayList<>(bySid.values());
    }

    private synchronized @Nullable Subscription find(String sid) {
        return bySid == null ? null : bySid.get(sid);
    }
}

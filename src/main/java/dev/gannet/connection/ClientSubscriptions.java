package dev.gannet.connection;

import dev.gannet.account.Account;
import dev.gannet.interest.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one client by sid. The table is made with the first one, since many clients only publish.
 *
 * <p><b>Owner:</b> the client's event loop writes. {@link #list} is for other threads; both hold the lock of this
 * object, which is never contended for long.
 */
final class ClientSubscriptions {
    private @Nullable Map<String, Subscription> bySid;

    synchronized int size() {
        return bySid == null ? 0 : bySid.size();
    }

    synchronized @Nullable Subscription find(String sid) {
        return bySid == null ? null : bySid.get(sid);
    }

    void add(Account account, Subscription subscription) {
        synchronized (this) {
            if (bySid == null) {
                bySid = new HashMap<>(4);
            }
            bySid.put(subscription.sid(), subscription);
        }
        account.interest().add(subscription);
    }

    /** Removes it from here and from the account, unless another one has taken its sid. */
    void remove(Account account, Subscription subscription) {
        subscription.close();
        synchronized (this) {
            if (bySid != null) {
                bySid.remove(subscription.sid(), subscription);
            }
        }
        account.interest().remove(subscription);
    }

    /** Removes all and returns them. */
    List<Subscription> clear(Account account) {
        List<Subscription> all = list();
        synchronized (this) {
            bySid = null;
        }
        for (Subscription subscription : all) {
            subscription.close();
            account.interest().remove(subscription);
        }
        return all;
    }

    synchronized List<Subscription> list() {
        return bySid == null ? List.of() : new ArrayList<>(bySid.values());
    }
}

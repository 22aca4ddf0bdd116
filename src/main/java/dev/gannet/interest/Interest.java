package dev.gannet.interest;

import dev.gannet.base.LateMap;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The interest of one account: its sublist, and what has to be asked again when that changes.
 *
 * <p>Any thread. A change is in the sublist before its generation is bumped; whoever caches an answer reads the
 * generations first and matches then, so that a change in between is seen.
 */
public final class Interest {
    private static final int LITERAL_SALT = 0x2545F491;
    private static final int TOKEN_SALT = 0x6A09E667;

    private final Sublist sublist;
    private final Generations generations;
    private final int salt;
    private final int rootStripe;
    private final LateMap<String, List<InterestWatcher>> watched = new LateMap<>();

    /**
     * @param generations the engine's
     * @param seed a number of the account's own that nobody outside can foretell: clients choose the subjects that are
     *     hashed with it
     */
    public Interest(Generations generations, long seed) {
        this.sublist = new Sublist(seed);
        this.generations = generations;
        this.salt = (int) (seed ^ (seed >>> 32));
        this.rootStripe = Generations.stripe(salt);
    }

    public Sublist sublist() {
        return sublist;
    }

    public Generations generations() {
        return generations;
    }

    public void add(Subscription subscription) {
        sublist.insert(subscription);
        generations.bump(stripeOf(subscription.subject()));
        tell(subscription);
    }

    /** Removes it; does nothing if it is not there. */
    public void remove(Subscription subscription) {
        if (sublist.remove(subscription)) {
            generations.bump(stripeOf(subscription.subject()));
            tell(subscription);
        }
    }

    /** Has somebody told when a subscription comes or goes that a literal subject is for. */
    public void watch(String literal, InterestWatcher watcher) {
        watched.open().compute(literal, (subject, others) -> {
            List<InterestWatcher> all = others == null ? new ArrayList<>() : new ArrayList<>(others);
            all.add(watcher);
            return List.copyOf(all);
        });
    }

    public void watchNoMore(String literal, InterestWatcher watcher) {
        watched.open().computeIfPresent(literal, (subject, others) -> {
            List<InterestWatcher> all = new ArrayList<>(others);
            all.remove(watcher);
            return all.isEmpty() ? null : List.copyOf(all);
        });
    }

    private void tell(Subscription subscription) {
        Map<String, List<InterestWatcher>> known = watched.seen();
        if (known.isEmpty()) {
            return;
        }
        String filter = subscription.subject();
        if (Subjects.isLiteral(filter)) {
            known.getOrDefault(filter, List.of()).forEach(InterestWatcher::changed);
            return;
        }
        known.forEach((subject, watchers) -> {
            if (Subjects.matches(filter, subject)) {
                watchers.forEach(InterestWatcher::changed);
            }
        });
    }

    /** Makes cached answers that may contain it stale: for a change of the subscription itself. */
    public void touch(Subscription subscription) {
        generations.bump(stripeOf(subscription.subject()));
    }

    /** Makes every cached answer of the account stale. */
    public void touchAll() {
        generations.bump(rootStripe);
    }

    public void match(byte[] subject, int offset, int length, Matches matches) {
        sublist.match(subject, offset, length, matches);
    }

    public void forEach(Consumer<Subscription> action) {
        sublist.forEach(action);
    }

    /** Returns the stripe of filters that begin with a wildcard. */
    public int rootStripe() {
        return rootStripe;
    }

    /** Returns the stripe of wildcard filters with the first token of this subject. */
    public int tokenStripe(byte[] subject, int length) {
        int hash = salt ^ TOKEN_SALT;
        for (int i = 0; i < length && subject[i] != '.'; i++) {
            hash = hash * 31 + subject[i];
        }
        return Generations.stripe(hash);
    }

    /** Returns the stripe of this subject as a literal filter. */
    public int literalStripe(byte[] subject, int length) {
        int hash = salt ^ LITERAL_SALT;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + subject[i];
        }
        return Generations.stripe(hash);
    }

    private int stripeOf(String filter) {
        byte[] bytes = filter.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        if (!hasWildcard(bytes)) {
            return literalStripe(bytes, bytes.length);
        }
        boolean wildFirst = (bytes[0] == '*' || bytes[0] == '>') && (bytes.length == 1 || bytes[1] == '.');
        return wildFirst ? rootStripe : tokenStripe(bytes, bytes.length);
    }

    /** A {@code *} or {@code >} inside a longer token is literal; taken for a wildcard here it only costs a look-up. */
    private static boolean hasWildcard(byte[] filter) {
        for (byte b : filter) {
            if (b == '*' || b == '>') {
                return true;
            }
        }
        return false;
    }
}

package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.subject.Subjects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of one account, as a tree of the tokens of their filters, from which a subject finds those that it
 * is for.
 *
 * <p>Changes take a lock; a match takes none. It sees every subscription that is there from its beginning to its end,
 * and those that come or go meanwhile or not. So one more subscription costs the loops nothing, and matches of several
 * loops do not wait for each other: every write leaves the tree whole for whoever is in it (see {@link BranchTable} and
 * {@link SlotList}). With a read-write lock two loops at once were five times slower (SublistBenchmark).
 *
 * <p><b>Owner:</b> any thread may call anything; the lock for changes is the monitor of the root node.
 *
 * <p><b>Hot path:</b> {@link #match} allocates nothing and does not recurse, whatever the subject.
 */
public final class Sublist {
    private final Node root = Node.root();
    private final long hashSeed;
    private final LongAdder matches = new LongAdder();
    private final RecentFanout recentFanout = new RecentFanout();
    private volatile long inserts;
    private volatile long removes;

    /** Makes an empty sublist with the same hashes every time: for tests, and where subscribers are trusted. */
    public Sublist() {
        this(0);
    }

    /** Makes an empty sublist; a secret {@code hashSeed} keeps clients from choosing tokens with equal hashes. */
    public Sublist(long hashSeed) {
        this.hashSeed = hashSeed;
    }

    /**
     * Adds a subscription, whose filter must be valid. A subscription is in one sublist at a time.
     *
     * @throws IllegalArgumentException if the filter has an empty token or text behind {@code >}
     * @throws IllegalStateException if the subscription is in a sublist already
     */
    public void insert(Subscription subscription) {
        Tokens tokens = tokens(subscription);
        synchronized (root) {
            if (subscription.slot != Slotted.NO_SLOT) {
                throw new IllegalStateException("subscription to " + subscription.subject() + " is in a sublist");
            }
            Node node = root;
            for (int i = 0; i < tokens.count(); i++) {
                Node next = node.branch(tokens, i);
                if (next == null) {
                    next = Node.of(node, tokens, i);
                    node.addBranch(next, hashSeed);
                }
                node = next;
            }
            node.addMember(subscription);
            inserts++;
        }
    }

    /** Takes a subscription away; returns whether it was here. */
    public boolean remove(Subscription subscription) {
        Tokens tokens = tokens(subscription);
        synchronized (root) {
            Node node = root;
            for (int i = 0; i < tokens.count(); i++) {
                Node next = node.branch(tokens, i);
                if (next == null) {
                    return false;
                }
                node = next;
            }
            if (!node.removeMember(subscription)) {
                return false;
            }
            prune(node);
            removes++;
            return true;
        }
    }

    /**
     * Finds the subscriptions for a subject, which is taken as text: {@code *} and {@code >} are tokens like others. A
     * subject with an empty token is for nobody (CP-163). What {@code out} held before is replaced.
     */
    public void match(byte[] subject, int offset, int length, Matches out) {
        out.clear();
        matches.increment();
        if (out.tokens().read(subject, offset, length, hashSeed)) {
            out.pending().push(root, 0);
            while (!out.pending().isEmpty()) {
                int level = out.pending().level();
                follow(out.pending().pop(), level, out);
            }
        }
        recentFanout.add(out.fanout());
    }

    public long size() {
        long removed = removes; // First, so that the difference is not below zero.
        return inserts - removed;
    }

    /** Calls {@code consumer} for every subscription; those that come or go meanwhile may be left out or not. */
    public void forEach(Consumer<Subscription> consumer) {
        NodeStack nodes = new NodeStack();
        nodes.push(root, 0);
        while (!nodes.isEmpty()) {
            Node node = nodes.pop();
            node.forEachMember(consumer);
            Branches branches = node.branches();
            if (branches != null) {
                branches.pushAll(nodes);
            }
        }
    }

    public SublistStatistics statistics() {
        long removed = removes;
        long inserted = inserts;
        return new SublistStatistics(
                inserted - removed,
                inserted,
                removed,
                matches.sum(),
                recentFanout.matches(),
                recentFanout.sum(),
                recentFanout.max());
    }

    /** Goes on from {@code node} to the end of the subject, leaving one way of two for later wherever two fit. */
    private static void follow(Node start, int startLevel, Matches out) {
        Tokens tokens = out.tokens();
        int last = tokens.count() - 1;
        Node node = start;
        for (int level = startLevel; node != null; level++) {
            Branches branches = node.branches();
            if (branches == null) {
                return;
            }
            addMembers(branches.anyTokens(), out);
            Node any = branches.anyToken();
            Node literal = branches.literal(tokens, level);
            if (level == last) {
                addMembers(literal, out);
                addMembers(any, out);
                return;
            }
            if (any != null && literal != null) {
                out.pending().push(literal, level + 1);
            }
            node = any != null ? any : literal;
        }
    }

    private Tokens tokens(Subscription subscription) {
        String filter = subscription.subject();
        if (!Subjects.isValidFilter(filter)) {
            throw new IllegalArgumentException("filter: " + filter + " (expected: no empty token, > only as the last)");
        }
        byte[] bytes = filter.getBytes(ISO_8859_1);
        Tokens tokens = new Tokens(bytes.length, Subjects.tokenCount(filter));
        tokens.read(bytes, 0, bytes.length, hashSeed);
        return tokens;
    }

    private static void addMembers(@Nullable Node node, Matches out) {
        if (node != null) {
            node.addMembersTo(out);
        }
    }

    private void prune(Node start) {
        Node node = start;
        Node parent = node.parent();
        while (parent != null && node.isEmpty()) {
            parent.removeBranch(node, hashSeed);
            node = parent;
            parent = node.parent();
        }
    }
}

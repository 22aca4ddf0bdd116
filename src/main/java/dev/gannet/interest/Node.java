package dev.gannet.interest;

import dev.gannet.subject.Subjects;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One token of the filters in a sublist, with the subscriptions whose filter ends here and the branches to the next
 * tokens.
 *
 * <p>There may be as many nodes as subscriptions, so a node has no table and no list before it needs one: its only
 * branch and its only subscription hang on it directly, and tokens of up to eight bytes are inside it.
 *
 * <p><b>Owner:</b> written under the sublist's lock, read by any thread without one.
 */
final class Node implements Branches {
    private static final int ANY_TOKEN_LENGTH = -1;
    private static final int ANY_TOKENS_LENGTH = -2;
    private static final int REMOVED_LENGTH = -3;

    /** Stands in a table for a node that was taken out; no token is equal to it. */
    static final Node REMOVED = new Node(null, 0, REMOVED_LENGTH, null);

    private final @Nullable Node parent;
    private final long first;
    private final int length; // The token's, or below zero for what is not text.
    private final long @Nullable [] rest;
    private volatile @Nullable Branches branches;
    private volatile @Nullable Object members; // Members, or the Subscription that is the only one and plain.

    private Node(@Nullable Node parent, long first, int length, long @Nullable [] rest) {
        this.parent = parent;
        this.first = first;
        this.length = length;
        this.rest = rest;
    }

    /** Returns the node before the first token. */
    static Node root() {
        return new Node(null, 0, 0, null);
    }

    /** Returns a node behind {@code parent} for the token, which may be a wildcard. */
    static Node of(Node parent, Tokens tokens, int index) {
        int length = tokens.length(index);
        long first = tokens.first(index);
        if (tokens.is(index, Subjects.ANY_TOKEN)) {
            return new Node(parent, first, ANY_TOKEN_LENGTH, null);
        }
        if (tokens.is(index, Subjects.ANY_TOKENS)) {
            return new Node(parent, first, ANY_TOKENS_LENGTH, null);
        }
        return new Node(parent, first, length, length > Long.BYTES ? tokens.rest(index) : null);
    }

    @Nullable
    Node parent() {
        return parent;
    }

    @Nullable
    Branches branches() {
        return branches;
    }

    boolean isAnyToken() {
        return length == ANY_TOKEN_LENGTH;
    }

    boolean isAnyTokens() {
        return length == ANY_TOKENS_LENGTH;
    }

    boolean isEmpty() {
        return members == null && branches == null;
    }

    boolean isText(Tokens tokens, int index) {
        if (first != tokens.first(index) || length != tokens.length(index)) {
            return false;
        }
        return rest == null || tokens.restEquals(index, rest);
    }

    /** Returns the hash that {@link Tokens} gives to this node's token. */
    long hash(long hashSeed) {
        long hash = Tokens.mix(hashSeed, first);
        if (rest != null) {
            for (long word : rest) {
                hash = Tokens.mix(hash, word);
            }
        }
        return hash;
    }

    /** Returns the branch for a token of a filter, in which wildcards count. */
    @Nullable
    Node branch(Tokens tokens, int index) {
        Branches ways = branches;
        if (ways == null) {
            return null;
        }
        if (tokens.is(index, Subjects.ANY_TOKEN)) {
            return ways.anyToken();
        }
        if (tokens.is(index, Subjects.ANY_TOKENS)) {
            return ways.anyTokens();
        }
        return ways.literal(tokens, index);
    }

    void addBranch(Node branch, long hashSeed) {
        Branches ways = branches;
        branches = ways == null ? branch : ways.with(branch, hashSeed);
    }

    void removeBranch(Node branch, long hashSeed) {
        Branches ways = Objects.requireNonNull(branches, "a child's parent has branches");
        branches = ways.without(branch, hashSeed);
    }

    void addMember(Subscription subscription) {
        Object here = members;
        if (here == null && subscription.queue() == null) {
            subscription.slot = 0;
            members = subscription;
            return;
        }
        if (here instanceof Members all) {
            all.add(subscription);
            return;
        }
        Members all = new Members();
        if (here instanceof Subscription only) {
            all.add(only);
        }
        all.add(subscription);
        members = all;
    }

    /** Returns whether the subscription was here. */
    boolean removeMember(Subscription subscription) {
        Object here = members;
        if (here == subscription) {
            subscription.slot = Slotted.NO_SLOT;
            members = null;
            return true;
        }
        if (!(here instanceof Members all) || !all.remove(subscription)) {
            return false;
        }
        if (all.isEmpty()) {
            members = null;
        }
        return true;
    }

    void addMembersTo(Matches out) {
        Object here = members;
        if (here instanceof Subscription only) {
            out.addPlain(only);
        } else if (here instanceof Members all) {
            all.addTo(out);
        }
    }

    void forEachMember(Consumer<Subscription> consumer) {
        Object here = members;
        if (here instanceof Subscription only) {
            consumer.accept(only);
        } else if (here instanceof Members all) {
            all.forEach(consumer);
        }
    }

    @Override
    public @Nullable Node anyTokens() {
        return isAnyTokens() ? this : null;
    }

    @Override
    public @Nullable Node anyToken() {
        return isAnyToken() ? this : null;
    }

    @Override
    public @Nullable Node literal(Tokens tokens, int index) {
        return isText(tokens, index) ? this : null;
    }

    @Override
    public Branches with(Node branch, long hashSeed) {
        return new BranchTable().with(this, hashSeed).with(branch, hashSeed);
    }

    @Override
    public @Nullable Branches without(Node branch, long hashSeed) {
        assert branch == this : "not a branch of this node";
        return null;
    }

    @Override
    public void pushAll(NodeStack stack) {
        stack.push(this, 0);
    }
}

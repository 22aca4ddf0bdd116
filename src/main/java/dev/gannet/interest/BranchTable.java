package dev.gannet.interest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Several ways on from a node: the two wildcards, and an open-addressing table of literal tokens.
 *
 * <p>Why readers need no lock: a slot of the table goes from empty to a node to {@link Node#REMOVED}, and to empty again
 * only if the slot behind it is empty, so a node never moves and nothing that is searched for ever lies behind a gap. A
 * table that is too full or too empty is replaced by a new one as a whole.
 *
 * <p><b>Owner:</b> written under the sublist's lock, read by any thread without one.
 */
final class BranchTable implements Branches {
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Node[].class);
    private static final Node[] NO_SLOTS = {null}; // Never written: a table grows before its last slot is taken.
    private static final int CAPACITY_MIN = 4;

    private volatile @Nullable Node anyTokens;
    private volatile @Nullable Node anyToken;
    private volatile @Nullable Node[] slots = NO_SLOTS;
    private int literals;
    private int used; // Slots that are not empty. Invariant: literals <= used <= 3/4 of the slots.

    @Override
    public @Nullable Node anyTokens() {
        return anyTokens;
    }

    @Override
    public @Nullable Node anyToken() {
        return anyToken;
    }

    @Override
    public @Nullable Node literal(Tokens tokens, int index) {
        @Nullable Node[] table = slots;
        int mask = table.length - 1;
        int slot = slot(tokens.hash(index), mask);
        Node node = (Node) SLOTS.getAcquire(table, slot);
        while (node != null && !node.isText(tokens, index)) {
            slot = (slot + 1) & mask;
            node = (Node) SLOTS.getAcquire(table, slot);
        }
        return node;
    }

    @Override
    public Branches with(Node branch, long hashSeed) {
        if (branch.isAnyTokens()) {
            anyTokens = branch;
            return this;
        }
        if (branch.isAnyToken()) {
            anyToken = branch;
            return this;
        }
        if (4 * (used + 1) > 3 * slots.length) {
            rebuild(literals + 1, hashSeed);
        }
        SLOTS.setRelease(slots, freeSlot(slots, branch.hash(hashSeed)), branch);
        literals++;
        used++;
        return this;
    }

    @Override
    public @Nullable Branches without(Node branch, long hashSeed) {
        if (branch.isAnyTokens()) {
            anyTokens = null;
        } else if (branch.isAnyToken()) {
            anyToken = null;
        } else {
            removeLiteral(branch, hashSeed);
        }
        return onlyBranchOrThis();
    }

    @Override
    public void pushAll(NodeStack stack) {
        push(stack, anyTokens);
        push(stack, anyToken);
        @Nullable Node[] table = slots;
        for (int slot = 0; slot < table.length; slot++) {
            push(stack, (Node) SLOTS.getAcquire(table, slot));
        }
    }

    private static void push(NodeStack stack, @Nullable Node node) {
        if (node != null && node != Node.REMOVED) {
            stack.push(node, 0);
        }
    }

    private void removeLiteral(Node branch, long hashSeed) {
        @Nullable Node[] table = slots;
        int mask = table.length - 1;
        int slot = slot(branch.hash(hashSeed), mask);
        while (table[slot] != branch) {
            assert table[slot] != null : "a node that is removed is in its parent's table";
            slot = (slot + 1) & mask;
        }
        SLOTS.setRelease(table, slot, Node.REMOVED);
        literals--;
        if (table[(slot + 1) & mask] == null) {
            emptyBackwards(table, slot);
        }
        if (table.length > CAPACITY_MIN && 8 * literals < table.length) {
            rebuild(literals, hashSeed);
        }
    }

    /** Empties the slots of removed nodes from {@code slot} down; the slot behind it is empty. */
    private void emptyBackwards(@Nullable Node[] table, int slot) {
        int at = slot;
        while (table[at] == Node.REMOVED) {
            SLOTS.setRelease(table, at, null);
            used--;
            at = (at - 1) & (table.length - 1);
        }
    }

    /** Puts the literals into a table of their own that is at most half full with {@code expected} of them. */
    private void rebuild(int expected, long hashSeed) {
        int capacity = CAPACITY_MIN;
        while (capacity < 2 * expected) {
            capacity *= 2;
        }
        @Nullable Node[] table = new @Nullable Node[capacity];
        for (Node node : slots) {
            if (node != null && node != Node.REMOVED) {
                table[freeSlot(table, node.hash(hashSeed))] = node;
            }
        }
        slots = table;
        used = literals;
    }

    private Branches onlyBranchOrThis() {
        int wildcards = (anyTokens == null ? 0 : 1) + (anyToken == null ? 0 : 1);
        if (literals + wildcards > 1) {
            return this;
        }
        if (anyTokens != null) {
            return anyTokens;
        }
        if (anyToken != null) {
            return anyToken;
        }
        for (Node node : slots) {
            if (node != null && node != Node.REMOVED) {
                return node;
            }
        }
        throw new IllegalStateException("a table with no branch at all");
    }

    private static int freeSlot(@Nullable Node[] table, long hash) {
        int mask = table.length - 1;
        int slot = slot(hash, mask);
        while (table[slot] != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int slot(long hash, int mask) {
        return (int) (hash ^ hash >>> 32) & mask;
    }
}

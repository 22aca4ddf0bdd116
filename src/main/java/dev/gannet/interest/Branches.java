package dev.gannet.interest;

import org.jspecify.annotations.Nullable;

/**
 * The ways on from a node of the sublist. A node alone is the only way; a {@link BranchTable} is several.
 *
 * <p>Reading needs no lock: a branch that is there all the time is found all the time. Whoever calls {@link #with} and
 * {@link #without} holds the sublist's lock and keeps what they return.
 */
sealed interface Branches permits Node, BranchTable {
    /** Returns the branch {@code >}. */
    @Nullable
    Node anyTokens();

    /** Returns the branch {@code *}. */
    @Nullable
    Node anyToken();

    /** Returns the branch of this token, taken as text. */
    @Nullable
    Node literal(Tokens tokens, int index);

    /** Adds a branch that is not there yet. */
    Branches with(Node branch, long hashSeed);

    /** Takes a branch away; null if it was the last. */
    @Nullable
    Branches without(Node branch, long hashSeed);

    /** Adds every branch to {@code stack}. */
    void pushAll(NodeStack stack);
}

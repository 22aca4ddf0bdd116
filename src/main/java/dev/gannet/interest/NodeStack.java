package dev.gannet.interest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that a walk through the sublist still has to visit, with the level of each. A stack of its own, since a subject
 * may have more tokens than a thread's stack has room for.
 *
 * <p><b>Owner:</b> one thread. <b>Hot path:</b> allocates only when it is deeper than ever before; keeps no node alive
 * that was taken off.
 */
final class NodeStack {
    private static final int DEPTH = 16;

    private @Nullable Node[] nodes = new @Nullable Node[DEPTH];
    private int[] levels = new int[DEPTH];
    private int depth;

    boolean isEmpty() {
        return depth == 0;
    }

    void push(Node node, int level) {
        if (depth == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * depth);
            levels = Arrays.copyOf(levels, 2 * depth);
        }
        nodes[depth] = node;
        levels[depth] = level;
        depth++;
    }

    /** Returns the level of the node that {@link #pop} returns next. */
    int level() {
        return levels[depth - 1];
    }

    Node pop() {
        depth--;
        Node node = nodes[depth];
        assert node != null : "popped from an empty stack";
        nodes[depth] = null;
        return node;
    }
}

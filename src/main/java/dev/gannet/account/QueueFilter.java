package dev.gannet.account;

import dev.gannet.subject.Subjects;

/**
 * The queue groups that an entry of a permission is for: one name, or with wildcards many.
 *
 * <p>Names of queue groups are not checked as subjects are: they may have empty tokens, and {@code >} stands for those
 * too. A group may itself be called {@code v1.*}, and is meant by the entry of that name.
 */
final class QueueFilter {
    private final String text;
    private final boolean open;
    private final String head; // What stands before the >.

    /** {@code text} is a valid filter, one char for each byte of the wire. */
    QueueFilter(String text) {
        this.text = text;
        this.open = text.equals(">") || text.endsWith(".>");
        this.head = open ? text.substring(0, Math.max(0, text.length() - 2)) : text;
    }

    boolean isFor(String queue) {
        if (queue.equals(text)) {
            return true;
        }
        if (!open) {
            return Subjects.isSubset(queue, text);
        }
        if (head.isEmpty()) {
            return true;
        }
        int headEnd = endOfTokens(queue, Subjects.tokenCount(head));
        return headEnd >= 0 && Subjects.isSubset(queue.substring(0, headEnd), head);
    }

    /** Returns where so many tokens end, if there is another one behind them, or -1. */
    private static int endOfTokens(String queue, int tokens) {
        int end = -1;
        for (int i = 0; i < tokens; i++) {
            end = queue.indexOf(Subjects.SEPARATOR, end + 1);
            if (end < 0) {
                return -1;
            }
        }
        return end;
    }
}

package dev.gannet.routing;

import dev.gannet.account.PublishScope;
import dev.gannet.base.Chunk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one event loop by scope and subject: a table with open addressing. When it is half full it starts again
 * from nothing, which bounds it to {@value #PLANS_MAX} plans; likewise when its plans name {@value #TARGETS_MAX} targets,
 * as a thousand subjects with a thousand subscribers each do.
 *
 * <p><b>Owner:</b> its event loop.
 *
 * <p><b>Hot path:</b> {@link #find} allocates nothing.
 */
final class MatchCache {
    private static final int SLOTS = 1 << 15;
    static final int PLANS_MAX = SLOTS / 2;
    static final int TARGETS_MAX = 1 << 20;
    private static final int SLOTS_FIRST = 1 << 6;

    private @Nullable Plan[] table = new Plan[SLOTS_FIRST];
    private int size;
    private long targets;

    /** Returns the plan of the subject of {@code length} bytes at {@code start} of {@code in}, current or not. */
    @Nullable
    Plan find(PublishScope scope, Chunk in, int start, int length, long hash) {
        @Nullable Plan[] plans = table;
        int mask = plans.length - 1;
        int slot = (int) hash & mask;
        Plan plan = plans[slot];
        while (plan != null) {
            if (plan.hash() == hash && plan.length() == length + 1 && plan.scope == scope && plan.startsAt(in, start)) {
                return plan;
            }
            slot = (slot + 1) & mask;
            plan = plans[slot];
        }
        return null;
    }

    /** Adds a plan that is not there yet. */
    void add(Plan plan) {
        if (size >= PLANS_MAX) {
            clear();
        } else if (size >= table.length / 2) {
            rehash(table.length * 2, true);
        }
        insert(plan);
    }

    /** Takes note that {@code plan}, which is in the table, has been filled and names so many targets more. */
    void grown(Plan plan, int more) {
        targets += more;
        if (targets > TARGETS_MAX) {
            clear();
            insert(plan);
            targets = plan.targetCount();
        }
    }

    /** Forgets plans that no longer hold, and with them the connections they lead to. */
    void dropStale() {
        rehash(table.length, false);
    }

    int size() {
        return size;
    }

    private void clear() {
        Arrays.fill(table, null);
        size = 0;
        targets = 0;
    }

    private void rehash(int slots, boolean keepStale) {
        @Nullable Plan[] old = table;
        table = new Plan[slots];
        size = 0;
        targets = 0;
        for (Plan plan : old) {
            if (plan != null && (keepStale || plan.isCurrent())) {
                insert(plan);
                targets += plan.targetCount();
            }
        }
    }

    private void insert(Plan plan) {
        int mask = table.length - 1;
        int slot = (int) plan.hash() & mask;
        while (table[slot] != null) {
            slot = (slot + 1) & mask;
        }
        table[slot] = plan;
        size++;
    }
}

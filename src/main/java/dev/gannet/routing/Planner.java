package dev.gannet.routing;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.account.PublishScope;
import dev.gannet.interest.Interest;
import dev.gannet.interest.Matches;
import dev.gannet.interest.QueueGroup;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.subject.transform.RandomInts;
import dev.gannet.subject.transform.SubjectMapping;
import dev.gannet.subject.transform.SubjectMappings;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes plans: asks the interest of a subject's account who is to get its messages, and the permissions of both sides.
 *
 * <p><b>Owner:</b> its event loop.
 *
 * <p><b>Hot path:</b> filling a plan anew for a subject that is seen for the first time allocates nothing, unless it leads
 * into other accounts.
 */
final class Planner {
    private static final String[] RESERVED = {"_GR_.", "$GR."}; // CP-164
    private static final String RAFT = "$NRG."; // CP-165
    private static final int GROUP_MIN = 2;

    /** What a plan whose subject is mapped once and for all may not ask for. */
    private static final int PLAIN_ONLY = Plan.EACH_MESSAGE | Plan.CROSSES;

    private final int loop;
    private final RandomInts random;
    private final TransformBuffer mapped = new TransformBuffer();
    private final Matches matches = new Matches();
    private Subscription[] onceTargets = new Subscription[16];
    private Subscription[][] onceQueues = new Subscription[4][];
    private final Abroad abroad = new Abroad(this);
    private byte[] subject = {};
    private int subjectLength;

    Planner(int loop, RandomInts random) {
        this.loop = loop;
        this.random = random;
    }

    /** Returns who subscribes to a subject; valid until the planner is used again. */
    Matches match(Interest interest, byte[] subject, int length) {
        interest.match(subject, 0, length, matches);
        return matches;
    }

    /**
     * Fills {@code plan} for publishers of {@code scope} and a subject.
     *
     * @param kept whether the plan is used for more than one message
     */
    void fill(Plan plan, PublishScope scope, byte[] bytes, int length, boolean kept) {
        plan.clear();
        if (plan.isRenamed()) {
            plan.mappedTo = null;
            plan.render(bytes, length);
        }
        SubjectMappings mappings = scope.mappings();
        SubjectMapping mapping = mappings == null ? null : mappings.find(bytes, 0, length);
        if (mapping == null) {
            fillUnmapped(plan, scope, bytes, length, kept);
            return;
        }
        SubjectTransform transform = mapping.isConstant() ? mapping.draw(random) : null;
        if (transform != null) {
            transform.apply(bytes, 0, length, random, mapped);
            byte[] to = mapped.copy();
            plan.mappedTo = to;
            fillUnmapped(plan, scope, to, to.length, kept);
            if ((plan.flags & PLAIN_ONLY) == 0) {
                plan.render(to, to.length);
                return;
            }
            plan.mappedTo = null;
            plan.clear(); // Who looks at the message is to see the subject that it is mapped to.
        }
        stamp(plan, scope, bytes, length);
        plan.flags |= Plan.DRAWN | Plan.CROSSES;
        plan.drawnBy = mapping;
    }

    private static void stamp(Plan plan, PublishScope scope, byte[] bytes, int length) {
        Interest interest = scope.account().interest();
        plan.stamp(
                scope,
                interest.rootStripe(),
                interest.tokenStripe(bytes, length),
                interest.literalStripe(bytes, length));
    }

    private void fillUnmapped(Plan plan, PublishScope scope, byte[] bytes, int length, boolean kept) {
        Account account = scope.account();
        stamp(plan, scope, bytes, length);
        Permissions permissions = scope.permissions();
        if (isReserved(bytes, length, scope)) {
            plan.flags |= Plan.DENIED | Plan.RESERVED;
        } else if (permissions != null && !permissions.mayPublish(bytes, 0, length)) {
            plan.flags |= Plan.DENIED;
        }
        if (account.replies().owns(bytes, length)) {
            plan.flags |= Plan.CROSSES | Plan.ANSWERS;
        }
        matches.clear();
        account.interest().match(bytes, 0, length, matches);
        subject = bytes;
        subjectLength = length;
        abroad.begin(plan, scope);
        addPlain(plan, kept);
        addQueues(plan, kept);
        abroad.end(bytes, length, kept);
        if (kept) {
            group(plan);
        }
    }

    private void addPlain(Plan plan, boolean kept) {
        int count = matches.plainCount();
        if (count == 0) {
            return;
        }
        Subscription[] plain = matches.plain();
        Subscription[] targets = kept ? new Subscription[count] : roomFor(count);
        int taking = 0;
        for (int i = 0; i < count; i++) {
            Subscription subscription = plain[i];
            if (subscription.getClass() != Subscription.class) {
                abroad.add(subscription, subject, subjectLength);
            } else if (plan.takes(subscription, subject, subjectLength)) {
                targets[taking++] = subscription;
            }
        }
        plan.single = targets;
        plan.singleCount = taking;
    }

    private Subscription[] roomFor(int count) {
        if (onceTargets.length < count) {
            onceTargets = new Subscription[Math.max(count, onceTargets.length * 2)];
        }
        return onceTargets;
    }

    private void addQueues(Plan plan, boolean kept) {
        int count = matches.queueCount();
        if (count == 0) {
            return;
        }
        if (!kept && onceQueues.length < count) {
            onceQueues = new Subscription[count * 2][];
        }
        Subscription[][] queues = kept ? new Subscription[count][] : onceQueues;
        QueueGroup[] groups = matches.queues();
        int taking = 0;
        int next = 0;
        while (next < count) {
            Subscription[] members = groups[next++].members();
            while (next < count && matches.continuesQueue(next)) {
                members = joined(members, groups[next++].members());
            }
            if (Abroad.concerns(members)) {
                abroad.addQueue(members, subject, subjectLength);
                continue;
            }
            Subscription[] takers = takers(plan, members);
            if (takers.length > 0) {
                queues[taking++] = takers;
            }
        }
        plan.queues = queues;
        plan.queueCount = taking;
    }

    private static Subscription[] joined(Subscription[] first, Subscription[] second) {
        Subscription[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private Subscription[] takers(Plan plan, Subscription[] members) {
        int refusing = 0;
        for (Subscription member : members) {
            refusing += plan.takes(member, subject, subjectLength) ? 0 : 1;
        }
        if (refusing == 0) {
            return members;
        }
        Subscription[] takers = new Subscription[members.length - refusing];
        int kept = 0;
        for (Subscription member : members) {
            if (kept < takers.length && plan.takes(member, subject, subjectLength)) {
                takers[kept++] = member;
            }
        }
        return kept == takers.length ? takers : Arrays.copyOf(takers, kept);
    }

    /** Moves targets that have a sid in common, each on a connection of its own, from the single ones to groups. */
    void group(Plan plan) {
        if ((plan.flags & Plan.EACH_MESSAGE) != 0 || plan.singleCount < GROUP_MIN) {
            return;
        }
        Map<String, List<Subscription>> bySid = new LinkedHashMap<>();
        for (int i = 0; i < plan.singleCount; i++) {
            bySid.computeIfAbsent(plan.single[i].sid(), sid -> new ArrayList<>(2))
                    .add(plan.single[i]);
        }
        List<SidGroup> groups = new ArrayList<>();
        List<Subscription> rest = new ArrayList<>();
        for (List<Subscription> same : bySid.values()) {
            if (same.size() >= GROUP_MIN && areDistinct(same)) {
                groups.add(new SidGroup(same.toArray(Subscription[]::new), loop));
            } else {
                rest.addAll(same);
            }
        }
        plan.groups = groups.toArray(SidGroup[]::new);
        plan.single = rest.toArray(Subscription[]::new);
        plan.singleCount = rest.size();
    }

    private static boolean areDistinct(List<Subscription> subscriptions) {
        Set<Outbox> outboxes = new HashSet<>();
        for (Subscription subscription : subscriptions) {
            if (!outboxes.add(subscription.outbox())) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the subject is the server's own. */
    static boolean isReserved(byte[] subject, int length, PublishScope scope) {
        byte first = length == 0 ? 0 : subject[0];
        if (first != '_' && first != '$') {
            return false;
        }
        for (String prefix : RESERVED) {
            // The bare prefix is nobody's: the reference lets it pass.
            if (length > prefix.length() && startsWith(subject, length, prefix)) {
                return true;
            }
        }
        return startsWith(subject, length, RAFT) && !scope.account().isSystem();
    }

    private static boolean startsWith(byte[] subject, int length, String prefix) {
        if (length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (subject[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

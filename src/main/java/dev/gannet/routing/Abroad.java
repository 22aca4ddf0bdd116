package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.PublishScope;
import dev.gannet.account.ServiceImport;
import dev.gannet.account.Shadow;
import dev.gannet.account.StreamImport;
import dev.gannet.interest.Subscription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of making a plan that leads into other accounts: the subscriptions that stand for imports become crossings,
 * shared queues and services.
 *
 * <p><b>Owner:</b> its planner; begins anew with each plan.
 */
final class Abroad {
    private final Planner planner;
    private final List<ServiceRoute> services = new ArrayList<>();
    private final List<SharedQueue> queues = new ArrayList<>();
    private final Map<StreamImport, Crossing> crossings = new LinkedHashMap<>();
    private @Nullable Plan plan;
    private boolean followsStreams;

    /** What goes through one import. */
    private static final class Crossing {
        private final byte[] subject;
        private final Plan plan;
        private final List<Subscription> plain = new ArrayList<>();

        Crossing(String subject) {
            this.subject = subject.getBytes(ISO_8859_1);
            this.plan = Plan.crossing(this.subject);
        }

        boolean takes(Shadow shadow) {
            return plan.takes(shadow.origin(), subject, subject.length);
        }
    }

    Abroad(Planner planner) {
        this.planner = planner;
    }

    /** Returns whether one of these stands for an import. */
    static boolean concerns(Subscription[] members) {
        for (Subscription member : members) {
            if (member.getClass() != Subscription.class) {
                return true;
            }
        }
        return false;
    }

    void begin(Plan begun, PublishScope scope) {
        plan = begun;
        followsStreams = !scope.isImported();
    }

    /** Takes a subscription that stands for an import. */
    void add(Subscription subscription, byte[] subject, int length) {
        if (subscription instanceof ServiceImport service) {
            byte[] there =
                    service.there(new String(subject, 0, length, ISO_8859_1)).getBytes(ISO_8859_1);
            services.add(new ServiceRoute(service, there));
        } else if (followsStreams && subscription instanceof Shadow shadow) {
            Crossing crossing = crossing(shadow.through(), subject, length);
            if (crossing.takes(shadow)) {
                crossing.plain.add(shadow.origin());
            }
        }
    }

    /** Takes the members of a queue of whom some stand for imports. */
    void addQueue(Subscription[] members, byte[] subject, int length) {
        Plan own = current();
        List<Subscription> takers = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (Subscription member : members) {
            if (!(member instanceof Shadow shadow)) {
                if (own.takes(member, subject, length)) {
                    takers.add(member);
                    plans.add(own);
                }
            } else if (followsStreams) {
                Crossing crossing = crossing(shadow.through(), subject, length);
                if (crossing.takes(shadow)) {
                    takers.add(shadow.origin());
                    plans.add(crossing.plan);
                }
            }
        }
        if (!takers.isEmpty()) {
            queues.add(new SharedQueue(takers.toArray(Subscription[]::new), plans.toArray(Plan[]::new)));
        }
    }

    /**
     * Puts what was found into the plan. Who gets the message under the plan's own subject is a target like others, and
     * so is whoever gets it elsewhere if nobody else does: a plan of one piece is in the processor's caches sooner.
     *
     * @param subject of {@code length} bytes: that of the plan, or what it is mapped to
     */
    void end(byte[] subject, int length, boolean kept) {
        if (services.isEmpty() && queues.isEmpty() && crossings.isEmpty()) {
            plan = null;
            return;
        }
        Plan own = current();
        List<Plan> parts = new ArrayList<>();
        boolean isAlone = own.hasNoTarget() && queues.isEmpty() && crossings.size() == 1 && own.mappedTo == null;
        for (Crossing crossing : crossings.values()) {
            boolean isSame = Arrays.equals(crossing.subject, 0, crossing.subject.length, subject, 0, length);
            if (isSame || isAlone) {
                own.join(crossing.plan, crossing.plain);
                if (!isSame && !crossing.plain.isEmpty()) {
                    own.rename(crossing.subject);
                }
            } else if (!crossing.plain.isEmpty()) {
                crossing.plan.single = crossing.plain.toArray(Subscription[]::new);
                crossing.plan.singleCount = crossing.plain.size();
                if (kept) {
                    planner.group(crossing.plan);
                }
                parts.add(crossing.plan);
            }
        }
        own.crossings = parts.toArray(Plan[]::new);
        own.sharedQueues = queues.toArray(SharedQueue[]::new);
        own.services = services.toArray(ServiceRoute[]::new);
        if (own.crossings.length > 0 || own.sharedQueues.length > 0 || own.services.length > 0) {
            own.flags |= Plan.CROSSES;
        }
        services.clear();
        queues.clear();
        crossings.clear();
        plan = null;
    }

    private Crossing crossing(StreamImport through, byte[] subject, int length) {
        return crossings.computeIfAbsent(
                through, any -> new Crossing(any.here(new String(subject, 0, length, ISO_8859_1))));
    }

    private Plan current() {
        if (plan == null) {
            throw new IllegalStateException("plan: none (expected: begun)");
        }
        return plan;
    }
}

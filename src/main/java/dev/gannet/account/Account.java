package dev.gannet.account;

import dev.gannet.base.LateMap;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AccountLimits;
import dev.gannet.config.TraceConfig;
import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.interest.Generations;
import dev.gannet.interest.Interest;
import dev.gannet.interest.Subscription;
import dev.gannet.subject.transform.SubjectMappings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A wall between subject spaces: interest, limits and counters belong to an account, and nothing of one is seen in
 * another (AC-2).
 *
 * <p>Any thread. The counters hold what closed connections have moved; the open ones count for themselves.
 */
public final class Account {
    /** Where clients are that no configuration puts elsewhere (AC-1). */
    public static final String GLOBAL = "$G";

    /** Where the server itself talks. */
    public static final String SYSTEM = "$SYS";

    private static final long REPLIES_SALT = 0x5DEECE66DL;

    private final String name;
    private final boolean system;
    private final Interest interest;
    private final Imports imports;
    private final long seed;
    private volatile @Nullable ServiceReplies replies; // Few of many accounts are asked for services.
    private final AwaitedReplies awaited = new AwaitedReplies();
    private volatile @Nullable LatencyListener latencies;
    private volatile AccountLimits limits;
    private volatile @Nullable TraceConfig trace;
    private volatile @Nullable SubjectMappings mappings;
    private List<MappingConfig> mappedBy = List.of();
    private volatile @Nullable PublishRate publishRate;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder slowConsumers = new LongAdder();
    private final Moved moved = new Moved();
    private final PublishScope open;
    private final PublishScope imported;
    private final LateMap<Permissions, PublishScope> scopes = new LateMap<>();

    /**
     * @param seed a number of the account's own that nobody outside can foretell
     */
    Account(AccountConfig config, boolean system, Generations generations, long seed) {
        this.name = config.name();
        this.system = system;
        this.limits = config.limits();
        this.publishRate = PublishRate.of(config.limits().publishRate(), null);
        this.trace = config.trace();
        this.interest = new Interest(generations, seed);
        this.imports = new Imports(interest);
        this.seed = seed;
        this.open = new PublishScope(this, null);
        this.imported = PublishScope.imported(this);
    }

    /** Takes over other settings of the same account. */
    void reload(AccountConfig config) {
        limits = config.limits();
        publishRate = PublishRate.of(limits.publishRate(), publishRate);
        trace = config.trace();
    }

    /** Forgets the scopes of permissions that nobody has any more. */
    void retainScopes(Set<Permissions> inUse) {
        scopes.seen().keySet().retainAll(inUse);
    }

    public String name() {
        return name;
    }

    public boolean isSystem() {
        return system;
    }

    public Interest interest() {
        return interest;
    }

    public AccountLimits limits() {
        return limits;
    }

    /** Returns how fast its clients together may publish, or null for any. */
    public @Nullable PublishRate publishRate() {
        return publishRate;
    }

    /** Returns where messages are traced to that leave that to the account, or null for nowhere. */
    public @Nullable TraceConfig trace() {
        return trace;
    }

    /** A client or a stream subscribes, to what is published here and to what is imported. */
    public void subscribe(Subscription subscription) {
        interest.add(subscription);
        imports.added(subscription);
    }

    /** Ends a subscription, which was closed before; does nothing if it is not there. */
    public void unsubscribe(Subscription subscription) {
        interest.remove(subscription);
        imports.removed(subscription);
        awaited.lost(subscription.subject(), interest);
    }

    /** Makes cached answers that may contain a subscription stale: it has changed. */
    public void touch(Subscription subscription) {
        interest.touch(subscription);
        imports.touched(subscription);
    }

    /** Makes every cached answer stale that clients of the account are part of. */
    public void touchAll() {
        interest.touchAll();
        imports.touchedAll();
    }

    /** Returns whether its imports were made from what equals this. */
    boolean imports(List<Object> source) {
        return imports.isFrom(source);
    }

    /** Returns whether what is asked on a subject is asked in another account. */
    public boolean importsService(String subject) {
        return imports.hasService(subject);
    }

    /** Takes over other imports, made from {@code source}, for subscriptions that are there as well. */
    void reload(List<Object> source, List<StreamImport> streams, List<ServiceImport> services) {
        imports.replace(source, streams, services);
    }

    /** Returns whether its mappings were made from what equals this. */
    boolean isMappedBy(List<MappingConfig> source) {
        return mappedBy.equals(source);
    }

    /** Takes over other mappings, made from {@code source}; messages go by them from now on. */
    void reload(List<MappingConfig> source, @Nullable SubjectMappings newMappings) {
        mappedBy = source;
        mappings = newMappings;
        touchAll();
    }

    /** Returns what maps the subjects that clients publish to here, or null if nothing does. */
    public @Nullable SubjectMappings mappings() {
        return mappings;
    }

    /** Returns the answers that those wait for who import services from here. */
    public ServiceReplies replies() {
        ServiceReplies known = replies;
        return known == null ? makeReplies() : known;
    }

    private synchronized ServiceReplies makeReplies() {
        ServiceReplies known = replies;
        if (known == null) {
            known = new ServiceReplies(this, seed ^ REPLIES_SALT);
            replies = known;
        }
        return known;
    }

    /** Says who tells of latencies; from then on requests to services of this account may be measured. */
    void latencies(@Nullable LatencyListener listener) {
        latencies = listener;
    }

    /** Returns who tells of latencies, or null if nobody does. */
    public @Nullable LatencyListener latencies() {
        return latencies;
    }

    /** Returns the answers that its own clients wait for. */
    AwaitedReplies awaited() {
        return awaited;
    }

    /** Returns the scope of what comes here from another account: it goes on to no other as a stream (AC-57). */
    public PublishScope imported() {
        return imported;
    }

    /** Returns the scope of those who publish here with these permissions; null for no restriction. */
    public PublishScope scope(@Nullable Permissions permissions) {
        return permissions == null ? open : scopes.open().computeIfAbsent(permissions, p -> new PublishScope(this, p));
    }

    /**
     * Counts a connection in, unless the account has as many as it may (CP-46).
     *
     * @return whether it was counted
     */
    public boolean connect() {
        int max = limits.maxConnections();
        while (true) {
            int count = connections.get();
            if (max >= 0 && count >= max) {
                return false;
            }
            if (connections.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    /** Counts a connection out. */
    public void disconnect() {
        connections.decrementAndGet();
    }

    public int connections() {
        return connections.get();
    }

    /** Returns what its closed connections have moved. */
    public Moved moved() {
        return moved;
    }

    public void countSlowConsumer() {
        slowConsumers.increment();
    }

    public long slowConsumers() {
        return slowConsumers.sum();
    }
}

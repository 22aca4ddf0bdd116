package dev.gannet.connection.login;

import dev.gannet.base.Clock;
import dev.gannet.base.IpAddress;
import dev.gannet.config.limit.LoginLimitsConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers from where logins have failed, so that further ones from there are answered later (docs/adr/0012). Nobody is
 * locked out: the time is bounded, and failures are forgotten one by one, all of them within the time in which they count.
 *
 * <p>An address is one of IPv4, or the 64 bits of an IPv6 network, of which somebody usually has all. At most {@value #ADDRESSES_MAX}
 * are remembered, those that failed last.
 *
 * <p><b>Owner:</b> any thread, under this object's lock, which is taken once for a login.
 */
public final class FailedLogins {
    static final int ADDRESSES_MAX = 4096;

    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    public FailedLogins(Clock clock) {
        this.clock = clock;
    }

    /** What is remembered of an address: when the last of its failures is forgotten, and when the log spoke of it. */
    private static final class Failures {
        private long forgottenNanos;
        private long saidNanos;
        private boolean said;
    }

    /** Returns how much later a login from {@code host} is looked at; usually zero. */
    public synchronized long delayNanos(LoginLimitsConfig limits, String host) {
        if (!limits.delays() || byAddress.isEmpty()) {
            return 0;
        }
        Failures failures = byAddress.get(address(host));
        return failures == null ? 0 : delayNanos(limits, failures, clock.nanoTime());
    }

    /**
     * A login has failed.
     *
     * @return what the log says of it, or null: that is once for an address and time
     */
    public synchronized @Nullable String failed(LoginLimitsConfig limits, String host) {
        if (!limits.delays()) {
            return null;
        }
        long now = clock.nanoTime();
        String address = address(host);
        Failures failures = byAddress.computeIfAbsent(address, unknown -> {
            Failures first = new Failures();
            first.forgottenNanos = now;
            return first;
        });
        long remembered = Math.max(0, failures.forgottenNanos - now) + one(limits);
        failures.forgottenNanos = now + Math.min(remembered, rememberedMax(limits));
        long within = limits.within().toNanos();
        boolean isNews = !failures.said || now - failures.saidNanos >= within;
        if (!isNews || delayNanos(limits, failures, now) == 0) {
            return null;
        }
        failures.said = true;
        failures.saidNanos = now;
        return "Logins from " + address + " are answered later: " + limits.failures() + " have failed within "
                + seconds(limits.within());
    }

    private static long delayNanos(LoginLimitsConfig limits, Failures failures, long now) {
        // As if this one failed too: what is more than is allowed.
        long more =
                failures.forgottenNanos - now + one(limits) - limits.within().toNanos();
        if (more <= 0) {
            return 0;
        }
        long max = limits.delayMax().toNanos();
        long delay = limits.delay().toNanos();
        for (long step = (more - 1) / one(limits); step > 0 && delay < max; step--) {
            delay *= 2;
        }
        return Math.min(delay, max);
    }

    /** Returns how long it takes until one failure is forgotten. */
    private static long one(LoginLimitsConfig limits) {
        return Math.max(1, limits.within().toNanos() / limits.failures());
    }

    /** Beyond the longest delay nothing is remembered, so that it is over soon after the failures are. */
    private static long rememberedMax(LoginLimitsConfig limits) {
        int steps = 0;
        long max = limits.delayMax().toNanos();
        for (long delay = limits.delay().toNanos(); delay < max; delay *= 2) {
            steps++;
        }
        return limits.within().toNanos() + steps * one(limits);
    }

    private static String seconds(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    /** Returns the address that counts, as text. */
    private static String address(String host) {
        IpAddress ip = IpAddress.parse(host);
        return ip == null ? host : ip.network();
    }
}

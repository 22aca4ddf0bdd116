package dev.gannet.config.feature;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose word about accounts and users counts: operators, and where accounts come from (CF-109, CF-112..116).
 *
 * @param operators their JWTs, or the files that those are in
 * @param keys operators' public keys
 * @param defaultSentinel the JWT of a client that shows none; empty is none
 * @param resolver where accounts come from; null is nowhere
 * @param preloads accounts that are known from the start: JWTs by public key
 * @param pinnedAccounts the only accounts; empty is any
 */
public record TrustConfig(
        List<String> operators,
        List<String> keys,
        String defaultSentinel,
        @Nullable ResolverConfig resolver,
        Map<String, String> preloads,
        Set<String> pinnedAccounts) {
    public static final TrustConfig NONE = new TrustConfig(List.of(), List.of(), "", null, Map.of(), Set.of());

    public TrustConfig {
        operators = List.copyOf(operators);
        keys = List.copyOf(keys);
        preloads = Collections.unmodifiableMap(new TreeMap<>(preloads));
        pinnedAccounts = Set.copyOf(pinnedAccounts);
    }

    public TrustConfig withOperators(List<String> operators) {
        return new TrustConfig(operators, keys, defaultSentinel, resolver, preloads, pinnedAccounts);
    }

    public TrustConfig withKeys(List<String> keys) {
        return new TrustConfig(operators, keys, defaultSentinel, resolver, preloads, pinnedAccounts);
    }

    public TrustConfig withDefaultSentinel(String defaultSentinel) {
        return new TrustConfig(operators, keys, defaultSentinel, resolver, preloads, pinnedAccounts);
    }

    public TrustConfig withResolver(@Nullable ResolverConfig resolver) {
        return new TrustConfig(operators, keys, defaultSentinel, resolver, preloads, pinnedAccounts);
    }

    public TrustConfig withPreloads(Map<String, String> preloads) {
        return new TrustConfig(operators, keys, defaultSentinel, resolver, preloads, pinnedAccounts);
    }

    public TrustConfig withPinnedAccounts(Set<String> pinnedAccounts) {
        return new TrustConfig(operators, keys, defaultSentinel, resolver, preloads, pinnedAccounts);
    }
}

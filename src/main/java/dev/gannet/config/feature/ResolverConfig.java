package dev.gannet.config.feature;

import java.time.Duration;

/**
 * Where accounts come from (CF-114, CF-115).
 *
 * @param url of {@link Type#URL}, else empty
 * @param directory of {@link Type#FULL} and {@link Type#CACHE}, else empty
 * @param limit most accounts in the directory; zero is the usual
 * @param ttl of {@link Type#CACHE}: how long an account is known; zero is for good
 * @param interval of {@link Type#FULL}: how often servers compare what they have; zero is the usual
 * @param timeout how long a question for an account may take; zero is the usual
 * @param deletion of {@link Type#FULL}: what becomes of an account that is to go
 */
public record ResolverConfig(
        Type type,
        String url,
        String directory,
        long limit,
        Duration ttl,
        Duration interval,
        Duration timeout,
        Deletion deletion) {
    /** What keeps them. */
    public enum Type {
        MEMORY,
        URL,
        FULL,
        CACHE
    }

    /** What becomes of an account that is to go. */
    public enum Deletion {
        NONE,
        RENAMED,
        HARD
    }

    /** In memory: only accounts that are there from the start. */
    public static ResolverConfig memory() {
        return new ResolverConfig(Type.MEMORY, "", "", 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Deletion.NONE);
    }

    /** From a server of accounts. */
    public static ResolverConfig ofUrl(String url) {
        return new ResolverConfig(Type.URL, url, "", 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Deletion.NONE);
    }
}

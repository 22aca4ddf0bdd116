package dev.gannet.monitor.profile;

import java.util.List;
import java.util.Set;
import javax.management.JMException;

/**
 * The profiles that are taken in a moment, under the reference's names for them (MO-177).
 *
 * <p>Pure functions.
 */
public final class NamedProfile {
    /** Those that there are, in the order of the alphabet. */
    public static final List<String> NAMES = List.of("goroutine", "heap", "threadcreate");

    private static final Set<String> NOT_OF_A_JVM = Set.of("allocs", "block", "mutex", "symbol", "trace");

    private NamedProfile() {}

    /** What to take; {@code isCollected} is to collect the heap first, so that there is nothing in it but what is alive. */
    public record Wanted(String name, boolean isText, boolean isCollected) {}

    /** Returns whether the reference has such a profile, and a JVM does not count what is in it. */
    public static boolean isNotOfAJvm(String name) {
        return NOT_OF_A_JVM.contains(name);
    }

    /**
     * Takes one.
     *
     * @param wanted has one of {@link #NAMES}
     * @throws JMException if this JVM has no such thing
     */
    public static byte[] now(Wanted wanted) throws JMException {
        return switch (wanted.name()) {
            case "goroutine", "threadcreate" -> ThreadProfile.now(wanted.isText());
            case "heap" -> HeapProfile.now(wanted.isText(), wanted.isCollected());
            default ->
                throw new IllegalArgumentException("profile: " + wanted.name() + " (expected: one of " + NAMES + ")");
        };
    }
}

package dev.gannet.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which subjects are allowed: those of {@code allow} that {@code deny} does not take away.
 *
 * @param allow null is everything; an empty list is nothing
 * @param deny what is denied although {@code allow} has it
 */
public record SubjectRules(@Nullable List<String> allow, List<String> deny) {
    public SubjectRules {
        allow = allow == null ? null : List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}

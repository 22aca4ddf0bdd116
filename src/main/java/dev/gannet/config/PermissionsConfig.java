package dev.gannet.config;

import org.jspecify.annotations.Nullable;

/**
 * What a user may do.
 *
 * @param publish where it may publish; null is everywhere
 * @param subscribe where it may subscribe; null is everywhere. A subject may be followed by a space and a queue group
 * @param responses whether it may answer requests on subjects that it may not publish to; null is no
 */
public record PermissionsConfig(
        @Nullable SubjectRules publish,
        @Nullable SubjectRules subscribe,
        @Nullable ResponsePermission responses) {}

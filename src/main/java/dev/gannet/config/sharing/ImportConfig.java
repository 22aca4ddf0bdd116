package dev.gannet.config.sharing;

/**
 * What an account takes from another (CF-191).
 *
 * @param kind whether it subscribes there, or asks
 * @param account the other account
 * @param subject what it is called there
 * @param to what it is called here; empty is the same
 * @param prefix of a stream: what stands before its subject here, instead of {@code to}; empty is nothing
 * @param share of a service: whether the other account is told who asks
 * @param allowTrace of a stream: whether a traced message's events go on behind it
 */
public record ImportConfig(
        ExportConfig.Kind kind,
        String account,
        String subject,
        String to,
        String prefix,
        boolean share,
        boolean allowTrace) {}

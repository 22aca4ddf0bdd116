package dev.gannet.service;

import dev.gannet.config.ServerConfig;
import dev.gannet.monitor.ServerFacts;
import java.util.HashSet;

/** Which servers a request is for: the others stay silent (MO-111). Pure functions. */
final class ServerFilter {
    private ServerFilter() {}

    static boolean isFor(RequestOptions options, ServerFacts facts, ServerConfig config) {
        boolean exact = options.flag("exact_match");
        return matches(options.text("server_name"), facts.serverName(), exact)
                && matches(options.text("host"), config.client().host(), exact)
                && matches(options.text("cluster"), "", exact)
                && new HashSet<>(facts.tags()).containsAll(options.texts("tags"))
                && matches(options.text("domain"), config.features().jetStream().domain(), true);
    }

    private static boolean matches(String wanted, String own, boolean exact) {
        return wanted.isEmpty() || (exact ? own.equals(wanted) : own.contains(wanted));
    }
}

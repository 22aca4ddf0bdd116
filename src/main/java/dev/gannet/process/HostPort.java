package dev.gannet.process;

import java.io.IOException;
import java.net.BindException;

/** Addresses as they stand in log lines and URLs. Pure functions. */
final class HostPort {
    private HostPort() {}

    /** Returns {@code host:port}, an IPv6 address in brackets. */
    static String join(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Returns why an address cannot be listened on, as the reference says it. */
    static String bindProblem(String host, int port, IOException problem) {
        String reason = FileProblem.lowerCaseStart(problem.getMessage());
        return problem instanceof BindException
                ? "listen tcp " + join(host, Math.max(0, port)) + ": bind: " + reason
                : "listen tcp: " + reason;
    }
}

package dev.gannet.process;

import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.protocol.ServerInfo;

/** The first lines of a server's log. What watches a start reads them, so they are the reference's. */
public final class Announcement {
    private Announcement() {}

    public static void write(String serverName, String serverId, Run run, ServerLog log) {
        log.notice("Starting nats-server");
        log.notice("  Version:  " + ServerInfo.VERSION);
        log.notice("  Git:      [not set]");
        log.debug("  Java:     " + Runtime.version());
        log.notice("  Name:     " + serverName);
        log.notice("  ID:       " + serverId);
        if (run.configFile() != null) {
            log.notice("Using configuration file: " + run.configFile() + " (" + run.digest() + ")");
        }
    }

    /** The line that says where the monitoring endpoints are. */
    public static void writeMonitor(MonitorConfig settings, String host, int port, ServerLog log) {
        String scheme = settings.isEncrypted() ? "https" : "http";
        log.notice("Starting " + scheme + " monitor on " + HostPort.join(host, port));
    }
}

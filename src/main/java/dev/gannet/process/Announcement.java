package dev.gannet.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.FileExposure;
import dev.gannet.base.ServerLog;
import dev.gannet.base.ShortHash;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.protocol.ServerInfo;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first lines of a server's log. What watches a start reads them, so they are the reference's. */
public final class Announcement {
    private Announcement() {}

    public static void write(String serverName, String serverId, Run run, ServerLog log) {
        log.notice("Starting nats-server");
        log.notice("  Version:  " + ServerInfo.VERSION);
        log.notice("  Git:      [not set]");
        log.debug("  Java:     " + Runtime.version());
        log.notice("  Name:     " + serverName);
        if (run.config().features().jetStream().isOn()) {
            log.notice("  Node:     " + ShortHash.of(new String(serverName.getBytes(UTF_8), ISO_8859_1)));
        }
        log.notice("  ID:       " + serverId);
        if (run.configFile() != null) {
            log.notice("Using configuration file: " + run.configFile() + " (" + run.digest() + ")");
            warnOfReaders(run.configFile(), run.config(), log);
        }
    }

    /** A file with passwords in plain is as secret as they are. */
    private static void warnOfReaders(String file, ServerConfig config, ServerLog log) {
        if (hasPlainSecrets(config)) {
            String warning =
                    FileExposure.warning("configuration file", Path.of(file), System.getProperty("user.name", ""));
            if (warning != null) {
                log.warn(warning + ", and there are passwords in it");
            }
        }
    }

    private static boolean hasPlainSecrets(ServerConfig config) {
        AuthorizationConfig global = config.authorization();
        return isPlain(global.token())
                || isPlain(global.password())
                || Stream.concat(
                                global.users().stream(),
                                config.accounts().stream().flatMap(account -> account.users().stream()))
                        .anyMatch(user -> isPlain(user.password()));
    }

    private static boolean isPlain(@Nullable String secret) {
        return secret != null && !secret.isEmpty() && !secret.startsWith("$2");
    }

    /** The line that says where the monitoring endpoints are. */
    public static void writeMonitor(MonitorConfig settings, String host, int port, ServerLog log) {
        String scheme = settings.isEncrypted() ? "https" : "http";
        log.notice("Starting " + scheme + " monitor on " + HostPort.join(host, port));
    }
}

package dev.gannet.monitor.endpoint;

import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.AssetHealth;
import dev.gannet.monitor.jetstream.JetStreamView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server can take clients and keep what they publish now, and if not, why. Streams of which something is wrong
 * are not looked at: the others go on. Where {@link Healthz} has something to say of the same, it says it in the same words.
 *
 * @param jetStream whether there are streams: {@code off}, {@code ready}, {@code not ready}
 * @param storage whether messages can be made durable: {@code off}, {@code writable}, {@code not writable}
 * @param reasons why it is not ready; empty if it is
 */
public record ServerReadiness(String jetStream, String storage, List<String> reasons) {
    private static final String OFF = "off";

    public ServerReadiness {
        reasons = List.copyOf(reasons);
    }

    /**
     * Looks at what there is now; nothing is written for it, unless the last write has failed.
     *
     * @param isListening whether clients can connect
     * @param isLameDuck whether those who are there are sent away
     */
    public static ServerReadiness of(ServerView server, boolean isListening, boolean isLameDuck) {
        List<String> reasons = new ArrayList<>();
        if (isLameDuck) {
            reasons.add("in lame duck mode");
        } else if (!isListening) {
            reasons.add("not listening for client connections");
        }
        if (!server.config().features().jetStream().isOn()) {
            return new ServerReadiness(OFF, OFF, reasons);
        }
        JetStreamView streams = server.jetStream();
        AssetHealth problem = AssetHealth.ofServer(streams);
        if (problem != null) {
            reasons.add(problem.error());
        }
        return new ServerReadiness(streams == null ? "not ready" : "ready", storage(streams, problem), reasons);
    }

    private static String storage(@Nullable JetStreamView streams, @Nullable AssetHealth problem) {
        if (streams == null) {
            return OFF;
        }
        return problem == null ? "writable" : "not writable";
    }

    public boolean isReady() {
        return reasons.isEmpty();
    }
}

package dev.gannet.monitor.jetstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account in {@code /jsz}, and what {@code $SYS.REQ.ACCOUNT.<name>.JSZ} answers with (MO-91). */
public record JszAccount(
        String name,
        String id,
        @JsonUnwrapped JetStreamStats stats,
        @JsonProperty("stream_detail") @OmitEmpty List<JszStream> streams) {

    /** Why there is nothing to show; null if there is. */
    public static @Nullable String problem(ServerView server, String account) {
        JetStreamView view = server.jetStream();
        if (view == null) {
            return "jetstream not enabled";
        }
        if (!server.hasAccount(account)) {
            return "account \"" + account + "\" not found";
        }
        return view.usage(account) == null ? "account \"" + account + "\" not jetstream enabled" : null;
    }

    /** Shows an account; of one that may have no streams there is nothing but its name. */
    public static JszAccount of(ServerView server, JetStreamView view, String account, JszOptions options) {
        StreamUsage usage = view.usage(account);
        String serverName = server.facts().serverName();
        List<JszStream> streams = options.streams()
                ? view.knownStreams(account).stream()
                        .map(stream ->
                                JszStream.of(stream, consumers(view, account, stream, options), options, serverName))
                        .toList()
                : List.of();
        return new JszAccount(
                account, account, JetStreamStats.ofAccount(usage == null ? StreamUsage.NONE : usage), streams);
    }

    private static List<ConsumerSnapshot> consumers(
            JetStreamView view, String account, StreamSnapshot stream, JszOptions options) {
        return options.consumers() ? view.knownConsumers(account, stream.name(), options.config()) : List.of();
    }
}

package dev.gannet.monitor.jetstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /jsz} (MO-90). */
public record Jsz(
        @JsonUnwrapped JetStreamStats stats,
        @JsonProperty("server_id") String serverId,
        Instant now,
        @OmitEmpty boolean disabled,
        JetStreamSettings config,
        @OmitEmpty @Nullable ShownLimits limits,
        int streams,
        @JsonProperty("streams_leader") @OmitEmpty int streamsLed,
        int consumers,
        @JsonProperty("consumers_leader") @OmitEmpty int consumersLed,
        long messages,
        long bytes,
        @JsonProperty("account_details") @OmitEmpty List<JszAccount> accounts,
        int total) {

    /** What all streams together have. */
    private static final class Sum {
        int streams;
        int consumers;
        long messages;
        long bytes;

        void add(StreamSnapshot stream) {
            streams++;
            consumers += stream.state().consumers();
            messages += stream.state().messages();
            bytes += stream.state().bytes();
        }
    }

    public static Jsz of(ServerView server, JszOptions options, Instant now) {
        JetStreamView view = server.jetStream();
        String id = server.facts().serverId();
        if (view == null) {
            return new Jsz(
                    JetStreamStats.OFF, id, now, true, JetStreamSettings.OFF, null, 0, 0, 0, 0, 0, 0, List.of(), 0);
        }
        JetStreamConfig config = server.config().features().jetStream();
        List<String> accounts = view.accounts();
        Sum sum = new Sum();
        accounts.forEach(account -> view.knownStreams(account).forEach(sum::add));
        return new Jsz(
                JetStreamStats.ofServer(view),
                id,
                now,
                false,
                JetStreamSettings.of(config, view.bounds()),
                ShownLimits.of(config.limits()),
                sum.streams,
                options.raft() ? sum.streams : 0,
                sum.consumers,
                options.raft() ? sum.consumers : 0,
                sum.messages,
                sum.bytes,
                chosen(accounts, options).stream()
                        .map(account -> JszAccount.of(server, view, account, options))
                        .toList(),
                accounts.size());
    }

    /** An account that is asked for and has no streams is as good as none. */
    private static List<String> chosen(List<String> accounts, JszOptions options) {
        if (accounts.contains(options.account())) {
            return List.of(options.account());
        }
        if (!options.accounts()) {
            return List.of();
        }
        int from = Math.min(options.offset(), accounts.size());
        return accounts.subList(from, from + Math.min(options.limit(), accounts.size() - from));
    }
}

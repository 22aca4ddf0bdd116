package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /accountz}: the names of all accounts, or one account. */
public record Accountz(
        @JsonProperty("server_id") String serverId,
        Instant now,

        @JsonProperty("system_account") @OmitEmpty @Nullable String systemAccount,

        @OmitEmpty List<String> accounts,

        @JsonProperty("account_detail") @OmitEmpty @Nullable Detail detail) {

    /** One account. */
    public record Detail(
            @JsonProperty("account_name") String name,
            @JsonProperty("update_time") Instant updateTime,
            @JsonProperty("is_system") @OmitEmpty boolean isSystem,
            boolean expired,
            boolean complete,
            @JsonProperty("jetstream_enabled") boolean jetStream,
            @JsonProperty("leafnode_connections") int leafNodeConnections,
            @JsonProperty("client_connections") long clientConnections,
            long subscriptions,
            @OmitEmpty Map<String, List<AccountSharing.Destination>> mappings,
            @OmitEmpty List<AccountSharing.Export> exports,
            @OmitEmpty List<AccountSharing.Import> imports,
            @JsonProperty("name_tag") String nameTag,
            @JsonProperty("sublist_stats") Subsz.Sublist sublist) {
        /** Shows an account that exists. */
        public static Detail of(String account, ServerView server) {
            String system = server.facts().systemAccount();
            AccountSharing sharing = new AccountSharing(server.config(), account, system, streams(account, server));
            Subsz.Sublist sublist = Subsz.Sublist.of(server.sublist(account));
            return new Detail(
                    account,
                    server.facts().configLoadTime(),
                    account.equals(system),
                    false,
                    true,
                    streams(account, server) == AccountSharing.JetStream.OF_ACCOUNT,
                    0,
                    clients(account, server),
                    sublist.subscriptions(),
                    sharing.mappings(),
                    sharing.exports(),
                    sharing.imports(),
                    account,
                    sublist);
        }

        private static AccountSharing.JetStream streams(String account, ServerView server) {
            JetStreamView view = server.jetStream();
            if (view == null) {
                return AccountSharing.JetStream.OFF;
            }
            return view.accounts().contains(account)
                    ? AccountSharing.JetStream.OF_ACCOUNT
                    : AccountSharing.JetStream.ON;
        }

        private static long clients(String account, ServerView server) {
            return server.connections(false).stream()
                    .filter(connection -> connection.identity().account().equals(account))
                    .count();
        }
    }

    /**
     * Answers a request.
     *
     * @param account the one that is asked for, or empty for the names of all
     * @throws BadQuery if there is no such account
     */
    public static Accountz of(ServerView server, String account, Instant now) throws BadQuery {
        if (!account.isEmpty() && !server.hasAccount(account)) {
            throw new BadQuery("Account " + account + " does not exist");
        }
        return new Accountz(
                server.facts().serverId(),
                now,
                server.facts().systemAccount(),
                account.isEmpty() ? server.accounts() : List.of(),
                account.isEmpty() ? null : Detail.of(account, server));
    }
}

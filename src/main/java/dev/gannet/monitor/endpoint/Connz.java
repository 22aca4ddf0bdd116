package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.ServerView;
import dev.gannet.subject.Subjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /connz}: the connections, open or closed.
 *
 * @param total how many there are before the filters other than the account's
 */
public record Connz(
        @JsonProperty("server_id") String serverId,
        Instant now,
        @JsonProperty("num_connections") int numConnections,
        int total,
        int offset,
        int limit,
        @Nullable List<ConnInfo> connections) {
    static final String GLOBAL_ACCOUNT = "$G";

    /**
     * Answers a request. An account that does not exist has no connections, and then there is no list at all.
     *
     * @throws BadQuery if a filter is there without what it needs
     */
    public static Connz of(ServerView server, ConnzOptions options, Instant now) throws BadQuery {
        if (!options.filterSubject().isEmpty() && options.account().isEmpty()) {
            throw new BadQuery("filter by subject only valid with account filtering");
        }
        Page page = options.page();
        if (!options.account().isEmpty() && !server.hasAccount(options.account())) {
            return new Connz("", now, 0, 0, page.offset(), page.limit(), null);
        }
        List<ConnectionSnapshot> candidates = new ArrayList<>();
        if (options.state().hasOpen()) {
            for (ConnectionSnapshot open : server.connections(options.needsSubscriptions())) {
                if (inAccount(open, options.account())) {
                    candidates.add(open);
                }
            }
        }
        if (options.state().hasClosed()) {
            for (ConnectionSnapshot closed : server.closedConnections()) {
                if (closedInAccount(closed, options.account())) {
                    candidates.add(closed);
                }
            }
        }
        int total = candidates.size();
        String subject =
                new String(options.filterSubject().getBytes(UTF_8), ISO_8859_1); // As subjects are on the wire.
        candidates.removeIf(connection -> !isWanted(connection, options) || !hears(connection, subject));
        candidates.sort(options.sort().order(now));
        List<ConnInfo> connections = page.cut(candidates).stream()
                .map(connection -> ConnInfo.of(connection, options, now))
                .toList();
        return new Connz(
                server.facts().serverId(), now, connections.size(), total, page.offset(), page.limit(), connections);
    }

    private static boolean inAccount(ConnectionSnapshot connection, String account) {
        return account.isEmpty() || connection.identity().account().equals(account);
    }

    /** The reference keeps no account for a closed connection of the global one, so a filter does not find it. */
    private static boolean closedInAccount(ConnectionSnapshot connection, String account) {
        return inAccount(connection, account) && !account.equals(GLOBAL_ACCOUNT);
    }

    private static boolean hears(ConnectionSnapshot connection, String subject) {
        return subject.isEmpty()
                || connection.subscriptions().stream().anyMatch(s -> Subjects.matches(s.subject(), subject));
    }

    private static boolean isWanted(ConnectionSnapshot connection, ConnzOptions options) {
        return (options.cid() == 0 || connection.cid() == options.cid())
                && (options.user().isEmpty() || connection.identity().user().equals(options.user()))
                && (options.mqttClient().isEmpty() || options.mqttClient().equals(connection.mqttClient()));
    }
}

package dev.gannet.connection;

import dev.gannet.interest.Subscription;
import dev.gannet.protocol.CloseReason;
import java.time.Instant;
import java.util.List;

/**
 * A client that is gone, as it was at its end.
 *
 * @param facts what it was
 * @param stop when it ended
 * @param reason why
 * @param subscriptions what it subscribed to then
 */
public record ClosedClient(ClientFacts facts, Instant stop, CloseReason reason, List<Subscription> subscriptions) {
    public ClosedClient {
        subscriptions = List.copyOf(subscriptions);
    }
}

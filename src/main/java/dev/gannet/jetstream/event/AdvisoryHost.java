package dev.gannet.jetstream.event;

import dev.gannet.account.Account;
import dev.gannet.protocol.ServerMessage;
import java.time.Instant;

/** The server that advisories come from. Any thread. */
public interface AdvisoryHost {
    Instant now();

    String serverName();

    /** Returns the name space of its JetStream; empty for none. */
    String domain();

    /** Publishes a message of the server's own. */
    void publish(Account account, ServerMessage message);
}

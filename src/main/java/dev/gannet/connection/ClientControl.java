package dev.gannet.connection;

import dev.gannet.auth.Authenticator;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.WireError;

/** What the server has a client do that something has changed for. Any thread; it is done on the client's event loop. */
public final class ClientControl {
    private final Client client;
    private final ClientInfo info;
    private final ClientReload reload;

    ClientControl(Client client, ClientInfo info, ClientReload reload) {
        this.client = client;
        this.info = info;
        this.reload = reload;
    }

    /** Tells the client what INFO says now, if it understands that (CP-81). */
    public void announce() {
        client.transport().execute(info::announce);
    }

    /** The log wants other lines than before. */
    public void followLog() {
        client.trace().followLog(); // At once: plans that are made from now on ask for it.
        client.transport().execute(client::adapt);
    }

    /** Other settings are in force; {@code done} runs when the client is as it stays. */
    public void reload(Authenticator before, Runnable done) {
        client.transport().execute(() -> reload.begin(before, done));
    }

    /** Ends the client for a limit that it is beyond now. */
    public void end(WireError error, CloseReason reason) {
        client.transport().execute(() -> {
            if (!client.isClosed()) {
                String account = client.account().name();
                client.violation(error, reason, error.text() + " - Account:" + account);
            }
        });
    }
}

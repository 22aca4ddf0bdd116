package dev.gannet.routing;

import dev.gannet.account.Account;
import dev.gannet.protocol.ServerMessage;

/** Somebody who publishes and may so ask something of the server itself: a client, as a {@link Responder} sees it. */
public interface Asker {
    /** Returns the account that it asks in; on its event loop. */
    Account account();

    /**
     * Publishes an answer in an account, soon, on the asker's event loop: whoever subscribes to its subject gets it,
     * whether the asker is still there or not. Any thread.
     */
    void answer(Account account, ServerMessage answer);
}

package dev.gannet.routing;

import dev.gannet.account.Account;
import dev.gannet.protocol.ServerMessage;

/** Somebody who publishes and may so ask something of the server itself: a client, as a {@link Responder} sees it. */
public interface Asker {
    /** How much a service of another account is told of who asks (AC-22). */
    enum Detail {
        /** The account, and how far away. */
        ACCOUNT,

        /** The server besides. */
        SERVER,

        /** All that is known. */
        ALL
    }

    /** Returns the account that it asks in; on its event loop. */
    Account account();

    /**
     * Publishes an answer in an account, soon, on the asker's event loop: whoever subscribes to its subject gets it,
     * whether the asker is still there or not. Any thread.
     */
    void answer(Account account, ServerMessage answer);

    /** Returns what services of other accounts are told of it, as of now; on its event loop. */
    RequestInfo requestInfo();
}

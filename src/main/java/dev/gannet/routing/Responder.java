package dev.gannet.routing;

import dev.gannet.account.Account;
import org.jspecify.annotations.Nullable;

/** Something that the server answers itself, on a subject of an account. */
@FunctionalInterface
public interface Responder {
    /**
     * Takes a request. Called on the event loop of who asks, in the middle of its message: it notes what belongs to
     * that loop and returns at once. What takes its time goes to another thread, with the request, which any thread may
     * answer.
     */
    void respond(Request request);

    /** Returns whether it takes messages too that want no answer. */
    default boolean takesStatements() {
        return false;
    }

    /**
     * Returns where a request goes on to, as far as a trace tells, or null if it is answered where it is asked. Who traces
     * it only is not answered then: the system account does not let others look into it.
     */
    default @Nullable Elsewhere elsewhere(Account account, String subject) {
        return null;
    }

    /** Another account that answers, and what the request is called there. */
    record Elsewhere(String account, String subject) {}
}

package dev.gannet.jetstream;

import dev.gannet.account.Account;

/** Takes requests for messages of consumers. */
public interface Pulls {
    /**
     * A request.
     *
     * @param account where it is asked, and the messages are sent
     * @param body what it says; not to be changed any more
     * @param isTooNew whether it says that it needs a newer server
     * @param nobody is run if there is no such consumer
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    record Pull(
            Account account,
            String stream,
            String consumer,
            byte[] reply,
            byte[] body,
            boolean isTooNew,
            Runnable nobody) {}

    /** Takes a request, on the event loop that it came on. */
    void pull(Pull pull, int loop);
}

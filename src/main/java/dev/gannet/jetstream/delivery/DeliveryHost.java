package dev.gannet.jetstream.delivery;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.DeliveryCounts;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.delivery.said.SubjectForms;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.routing.Router;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.record.StoredBlock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The shard whose messages are sent, and what it works in. Called on the stream loop, but for what says otherwise. */
public interface DeliveryHost {
    TimerQueue timers();

    /** Returns what publishes messages. */
    Router router();

    /** Returns the time of the loop's clock. */
    long nowNanos();

    /** Returns the time of day, in nanoseconds since 1970. */
    long timeNanos();

    ServerLog log();

    /** Returns where it is counted what is sent and said. */
    DeliveryCounts counts();

    Advisories advisories();

    /** Returns how large a message of a client may be. */
    long payloadBytesMax();

    /** Finds an account by its name; null is none. */
    @Nullable
    Account account(String name);

    /** Returns the subjects on which something is said of messages of an account's streams. */
    SubjectForms forms(String account);

    /** Returns an id that nobody has had: 22 letters and digits. */
    String newId();

    /** Has something done soon, on the stream loop. */
    void post(Runnable task);

    /** Has a block loaded by a reader; then goes on, on the stream loop. */
    void read(StoredBlock block, Runnable then);

    /** Has read what was missed; then goes on, on the stream loop. */
    void fetch(Fetch fetch, Then then);

    /** Is told that something is in memory, or why it cannot be. */
    interface Then {
        void fetched(@Nullable IOException failure);
    }

    /** Does something when what a consumer of a stream knows just now lasts; never, if the log fails. */
    void confirm(Stream stream, Runnable whenLasting);

    /** Nobody has used a consumer for as long as it may be unused (CO-59, CO-60): it is to end. */
    void inactive(Stream stream, Consumer consumer);
}

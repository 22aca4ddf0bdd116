package dev.gannet.jetstream;

import dev.gannet.account.Account;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of all streams of all accounts. Any thread asks; answers come later. Names and settings come as somebody
 * wrote them: they are checked here.
 */
public interface Consumers {
    /** Makes a consumer, changes it, or finds that there is one just like that (CO-40 to CO-49). */
    void create(Account account, ConsumerConfigReader.Asked asked, Answer<Made> answer);

    /** A consumer that was asked for, and whether it was not there before. */
    record Made(ConsumerView view, boolean isNew) {}

    /** Answers with what its settings were. */
    void delete(Account account, String stream, String consumer, Answer<ConsumerConfig> answer);

    void view(Account account, String stream, String consumer, Answer<ConsumerView> answer);

    /** Answers with a stream's consumers, sorted by name; some are not to be shown to clients (CO-66). */
    void list(Account account, String stream, Answer<List<ConsumerView>> answer);

    /**
     * Has a consumer send nothing until some time, or go on (CO-167 to CO-169).
     *
     * @param until null is now
     */
    void pause(Account account, String stream, String consumer, @Nullable Instant until, Answer<ConsumerView> answer);

    /**
     * Has a consumer begin anew (CO-170 to CO-173).
     *
     * @param seq from which on; 0 is behind what is acknowledged
     */
    void reset(Account account, String stream, String consumer, long seq, Answer<ConsumerView> answer);

    /** Lets go whom a group is bound to (CO-163). */
    void unpin(Account account, String stream, String consumer, String group, Answer<ConsumerView> answer);
}

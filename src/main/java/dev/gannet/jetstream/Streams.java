package dev.gannet.jetstream;

import dev.gannet.account.Account;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigReader;
import java.util.List;

/**
 * The streams of all accounts. Any thread asks; answers come later. Names and settings come as somebody wrote them: they
 * are checked here.
 */
public interface Streams {
    /** Makes a stream, or finds that there is one just like that (ST-67). */
    void create(Account account, StreamConfigReader.Asked asked, Answer<Made> answer);

    /** A stream that was asked for, and whether it was not there before. */
    record Made(StreamView view, boolean isNew) {}

    void update(Account account, StreamConfigReader.Asked asked, Answer<StreamView> answer);

    void delete(Account account, String stream, Answer<StreamConfig> answer);

    /** Answers with how many messages are gone. */
    void purge(Account account, String stream, PurgeRequest request, Answer<Long> answer);

    /**
     * Takes a message out.
     *
     * @param erase whether its bytes are overwritten
     */
    void deleteMessage(Account account, String stream, long seq, boolean erase, Answer<StreamConfig> answer);

    void view(Account account, String stream, ViewRequest request, Answer<StreamView> answer);

    /** Answers with an account's streams, sorted by name. */
    void list(Account account, Answer<List<StreamView>> answer);

    /** Reads messages. */
    void get(Account account, String stream, GetRequest request, MessageAnswer answer);

    void totals(Account account, Answer<AccountTotals> answer);
}

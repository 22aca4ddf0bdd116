package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams without consumers: whoever asks learns that, in the reference's words. Any thread. */
final class NoConsumers implements Consumers {
    private final Streams streams;

    NoConsumers(Streams streams) {
        this.streams = streams;
    }

    private <T> void ask(Account account, String stream, Answer<T> answer, Runnable then) {
        streams.view(account, stream, ViewRequest.PLAIN, new Answer<StreamView>() {
            @Override
            public void done(StreamView view) {
                then.run();
            }

            @Override
            public void failed(ApiError error) {
                answer.failed(error);
            }
        });
    }

    private <T> void none(Account account, String stream, Answer<T> answer) {
        ask(account, stream, answer, () -> answer.failed(ErrorCode.CONSUMER_NOT_FOUND.error()));
    }

    @Override
    public void create(Account account, ConsumerConfigReader.Asked asked, Answer<Made> answer) {
        ask(
                account,
                asked.stream(),
                answer,
                () -> answer.failed(ErrorCode.CONSUMER_CREATE.error("consumers are not built yet")));
    }

    @Override
    public void delete(Account account, String stream, String consumer, Answer<ConsumerConfig> answer) {
        none(account, stream, answer);
    }

    @Override
    public void view(Account account, String stream, String consumer, Answer<ConsumerView> answer) {
        none(account, stream, answer);
    }

    @Override
    public void list(Account account, String stream, Answer<List<ConsumerView>> answer) {
        ask(account, stream, answer, () -> answer.done(List.of()));
    }

    @Override
    public void pause(
            Account account, String stream, String consumer, @Nullable Instant until, Answer<ConsumerView> answer) {
        none(account, stream, answer);
    }

    @Override
    public void reset(Account account, String stream, String consumer, long seq, Answer<ConsumerView> answer) {
        none(account, stream, answer);
    }

    @Override
    public void unpin(Account account, String stream, String consumer, String group, Answer<ConsumerView> answer) {
        none(account, stream, answer);
    }
}

package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.jetstream.AccountTotals;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.PurgeRequest;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.StreamChecks;
import dev.gannet.jetstream.config.StreamChecks.Limits;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigReader.Asked;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.store.segment.StoredMessage;
import dev.gannet.subject.Subjects;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Streams of one account that are kept in lists, and answer at once. */
final class FakeStreams implements Streams {
    private final Map<String, FakeStream> streams = new TreeMap<>();

    /** Does something that may be refused. */
    interface Change<T> {
        T run() throws ApiException;
    }

    static <T> void attempt(Answer<T> answer, Change<T> change) {
        T done;
        try {
            done = change.run();
        } catch (ApiException e) {
            answer.failed(e.error());
            return;
        }
        answer.done(done);
    }

    FakeStream find(String name) throws ApiException {
        FakeStream stream = streams.get(name);
        if (stream == null) {
            throw ErrorCode.STREAM_NOT_FOUND.exception();
        }
        return stream;
    }

    /** Stores a message in the stream that captures it, and returns its acknowledgement. */
    String publish(String subject, byte[] headers, byte[] payload) {
        for (FakeStream stream : streams.values()) {
            if (stream.config.subjects().stream().anyMatch(own -> Subjects.matches(own, subject))) {
                long seq = stream.add(subject, headers, payload);
                return "{\"stream\":\"" + stream.config.name() + "\",\"seq\":" + seq + "}";
            }
        }
        return "";
    }

    @Override
    public void create(Account account, Asked asked, Answer<Made> answer) {
        attempt(answer, () -> {
            StreamConfig config = StreamChecks.create(asked.config(), Limits.NONE, asked.isPedantic());
            FakeStream existing = streams.get(config.name());
            if (existing != null) {
                if (!StreamChecks.isSame(config, existing.config)) {
                    throw ErrorCode.STREAM_NAME_EXIST.exception();
                }
                return new Made(existing.view(account, ViewRequest.PLAIN), false);
            }
            StreamChecks.overlaps(
                    config, streams.values().stream().map(each -> each.config).toList());
            FakeStream stream = new FakeStream(config);
            streams.put(config.name(), stream);
            return new Made(stream.view(account, ViewRequest.PLAIN), true);
        });
    }

    @Override
    public void update(Account account, Asked asked, Answer<StreamView> answer) {
        attempt(answer, () -> {
            FakeStream stream = find(asked.config().name());
            stream.config = StreamChecks.update(stream.config, asked.config(), Limits.NONE, asked.isPedantic());
            return stream.view(account, ViewRequest.PLAIN);
        });
    }

    @Override
    public void delete(Account account, String stream, Answer<StreamConfig> answer) {
        attempt(answer, () -> {
            StreamConfig config = find(stream).config;
            streams.remove(stream);
            return config;
        });
    }

    @Override
    public void purge(Account account, String stream, PurgeRequest request, Answer<Long> answer) {
        attempt(answer, () -> find(stream).purge(request.filter()));
    }

    @Override
    public void deleteMessage(Account account, String stream, long seq, boolean erase, Answer<StreamConfig> answer) {
        attempt(answer, () -> find(stream).delete(seq));
    }

    @Override
    public void view(Account account, String stream, ViewRequest request, Answer<StreamView> answer) {
        attempt(answer, () -> find(stream).view(account, request));
    }

    @Override
    public void list(Account account, Answer<List<StreamView>> answer) {
        answer.done(streams.values().stream()
                .map(stream -> stream.view(account, ViewRequest.PLAIN))
                .toList());
    }

    @Override
    public void get(Account account, String stream, GetRequest request, MessageAnswer answer) {
        FakeStream found = streams.get(stream);
        if (found == null || (request.isDirect() && !found.config.access().allowDirect())) {
            answer.failed(ErrorCode.STREAM_NOT_FOUND.error());
        } else {
            answer(found, request, answer);
        }
    }

    private static void answer(FakeStream stream, GetRequest request, MessageAnswer answer) {
        long upToSeq = stream.upTo(request);
        List<StoredMessage> matching = stream.matching(request, upToSeq);
        boolean isMulti = !request.multiLast().isEmpty();
        int most = request.batch() > 0 ? request.batch() : isMulti ? Integer.MAX_VALUE : 1;
        long bytes = 0;
        int sent = 0;
        long last = 0;
        for (StoredMessage message : matching) {
            if (sent == most || (sent > 0 && bytes >= request.maxBytes())) {
                break;
            }
            sent++;
            last = message.seq();
            bytes += message.subject().length + message.headers().length + message.payload().length;
            answer.message(message, matching.size() - sent);
        }
        answer.done(new MessageAnswer.End(sent, matching.size() - sent, last, upToSeq));
    }

    @Override
    public void totals(Account account, Answer<AccountTotals> answer) {
        long bytes = streams.values().stream()
                .mapToLong(stream ->
                        stream.view(account, ViewRequest.PLAIN).state().bytes())
                .sum();
        answer.done(new AccountTotals(0, bytes, 0, 0, streams.size(), 0));
    }

    /** Returns what matches a subject, which may be empty for all. */
    static Predicate<StoredMessage> on(@Nullable String filter) {
        return message -> filter == null
                || filter.isEmpty()
                || Subjects.matches(filter, new String(message.subject(), ISO_8859_1));
    }
}

package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.store.segment.StoredMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A stream that is a list.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class FakeStream {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long START_NANOS = 1_700_000_000 * SECOND_NANOS;

    StreamConfig config;
    private final List<StoredMessage> messages = new ArrayList<>();
    private long firstSeq;
    private long lastSeq;

    FakeStream(StreamConfig config) {
        this.config = config;
    }

    long add(String subject, byte[] headers, byte[] payload) {
        lastSeq++;
        long time = START_NANOS + lastSeq * SECOND_NANOS;
        messages.add(new StoredMessage(lastSeq, time, subject.getBytes(ISO_8859_1), headers, payload));
        firstSeq = messages.get(0).seq();
        return lastSeq;
    }

    StreamConfig delete(long seq) throws ApiException {
        if (config.access().sealed()) {
            throw ErrorCode.STREAM_SEALED.exception();
        }
        if (config.access().denyDelete()) {
            throw ErrorCode.STREAM_MSG_DELETE_FAILED.exception("message delete not permitted");
        }
        if (seq > lastSeq) {
            throw ErrorCode.STREAM_MSG_DELETE_FAILED.exception("stream store EOF");
        }
        if (!messages.removeIf(message -> message.seq() == seq)) {
            throw ErrorCode.STREAM_MSG_DELETE_FAILED.exception("no message found");
        }
        firstSeq = messages.isEmpty() ? lastSeq + 1 : messages.get(0).seq();
        return config;
    }

    long purge(String filter) throws ApiException {
        if (config.access().sealed()) {
            throw ErrorCode.STREAM_SEALED.exception();
        }
        if (config.access().denyPurge()) {
            throw ErrorCode.STREAM_PURGE_FAILED.exception("stream purge not permitted");
        }
        long before = messages.size();
        messages.removeIf(FakeStreams.on(filter));
        if (messages.isEmpty()) {
            firstSeq = lastSeq + 1;
        }
        return before - messages.size();
    }

    /** Returns up to which sequence messages count. */
    long upTo(GetRequest request) {
        if (request.upToTimeNanos() != 0) {
            return messages.stream()
                    .filter(message -> message.timestampNanos() < request.upToTimeNanos())
                    .mapToLong(StoredMessage::seq)
                    .max()
                    .orElse(0);
        }
        return request.upToSeq() == 0 ? lastSeq : request.upToSeq();
    }

    /** Returns all that could answer a request, in their order. */
    List<StoredMessage> matching(GetRequest request, long upToSeq) {
        if (!request.multiLast().isEmpty()) {
            Map<String, StoredMessage> last = new TreeMap<>();
            messages.stream()
                    .filter(message -> message.seq() <= upToSeq)
                    .filter(message -> request.multiLast().stream()
                            .anyMatch(filter -> FakeStreams.on(filter).test(message)))
                    .forEach(message -> last.put(new String(message.subject(), ISO_8859_1), message));
            return last.values().stream()
                    .filter(message -> message.seq() >= request.seq())
                    .sorted(Comparator.comparingLong(StoredMessage::seq))
                    .toList();
        }
        if (!request.lastBySubject().isEmpty()) {
            List<StoredMessage> found = messages.stream()
                    .filter(FakeStreams.on(request.lastBySubject()))
                    .toList();
            return found.subList(Math.max(0, found.size() - 1), found.size());
        }
        boolean isExact = request.batch() == 0 && request.nextBySubject().isEmpty() && request.startTimeNanos() == 0;
        return messages.stream()
                .filter(message -> isExact ? message.seq() == request.seq() : message.seq() >= request.seq())
                .filter(message -> message.timestampNanos() >= request.startTimeNanos())
                .filter(FakeStreams.on(request.nextBySubject()))
                .toList();
    }

    StreamView view(Account account, ViewRequest request) {
        Map<String, Long> subjects = counts("");
        Map<String, Long> listed = request.subjectsFilter().isEmpty() ? Map.of() : counts(request.subjectsFilter());
        List<Long> deleted = LongStream.range(firstSeq, lastSeq)
                .filter(seq -> messages.stream().noneMatch(message -> message.seq() == seq))
                .boxed()
                .toList();
        long bytes = messages.stream()
                .mapToLong(message -> message.payload().length + 30L)
                .sum();
        StreamView.State state = new StreamView.State(
                messages.size(),
                bytes,
                firstSeq,
                messages.isEmpty() ? 0 : messages.get(0).timestampNanos(),
                lastSeq,
                lastSeq == 0 ? 0 : START_NANOS + lastSeq * SECOND_NANOS,
                subjects.size(),
                request.offset() > listed.size() ? Map.of() : listed,
                listed.size(),
                messages.isEmpty() ? 0 : deleted.size(),
                request.deletedDetails() ? deleted : List.of(),
                List.of(),
                0,
                0);
        return new StreamView(account.name(), config, START_NANOS, state, null);
    }

    private Map<String, Long> counts(String filter) {
        return messages.stream()
                .filter(FakeStreams.on(filter))
                .collect(Collectors.groupingBy(
                        message -> new String(message.subject(), ISO_8859_1), TreeMap::new, Collectors.counting()));
    }
}

package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.segment.MessageStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Shows streams as they are now. Called on the stream loop. */
final class Views {
    private static final int DELETED_MAX = 1_000_000;

    private Views() {}

    /** @param problem why it takes nothing, or null */
    static StreamView of(Stream stream, ViewRequest request, @Nullable String problem) {
        MessageStore store = stream.store();
        Page page = request.subjectsFilter().isEmpty() ? Page.NONE : page(store, request);
        List<Long> deleted = request.deletedDetails() && store.deleted() > 0
                ? LongStream.of(store.deletedSequences(DELETED_MAX)).boxed().toList()
                : List.of();
        List<Long> lost = LongStream.of(store.losses().sequences()).boxed().toList();
        StreamView.State state = new StreamView.State(
                store.messages(),
                store.bytes(),
                store.firstSeq(),
                store.messages() == 0 ? 0 : store.firstTimestampNanos(),
                store.lastSeq(),
                stream.lastTimeNanos(),
                store.subjects(),
                page.subjects(),
                page.total(),
                store.deleted(),
                deleted,
                lost,
                0,
                (int) stream.consumers().all().stream()
                        .filter(consumer -> consumer.config().isShown())
                        .count());
        return new StreamView(stream.account(), stream.config(), stream.createdNanos(), state, problem);
    }

    private record Page(Map<String, Long> subjects, long total) {
        private static final Page NONE = new Page(Map.of(), 0);
    }

    private static Page page(MessageStore store, ViewRequest request) {
        Map<String, Long> subjects = new LinkedHashMap<>();
        long[] seen = {0};
        store.forEachSubject(request.subjectsFilter(), new byte[0], (subject, messages) -> {
            if (seen[0]++ >= request.offset() && subjects.size() < ViewRequest.SUBJECTS_MAX) {
                subjects.put(new String(subject, ISO_8859_1), messages);
            }
            return true;
        });
        return new Page(subjects, seen[0]);
    }
}

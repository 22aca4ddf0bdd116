package dev.gannet.jetstream.api;

import dev.gannet.account.Account;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.ConsumerView.Pin;
import dev.gannet.jetstream.ConsumerView.Place;
import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.consumer.ConsumerChecks.Limits;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerRules;
import dev.gannet.jetstream.config.consumer.ConsumerRules.Decision;
import dev.gannet.jetstream.config.consumer.DeliverPolicy;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Consumers of streams without messages: they send nothing.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class FakeConsumers implements Consumers {
    private static final long NOW_NANOS = 1_700_000_000_000_000_000L;
    private static final Limits LIMITS = new Limits(-1, 1000, 5000, 4000, 2000);

    private final FakeStreams streams;
    private final Map<String, Map<String, Known>> known = new HashMap<>();
    private int names;

    /** A consumer, and from where on it sends. */
    private record Known(ConsumerConfig config, long nextSeq) {
        ConsumerView view(String stream) {
            Place place = new Place(0, nextSeq - 1, 0);
            List<Pin> pins = config.priority().groups().stream()
                    .limit(1)
                    .map(group -> new Pin(group, "", 0))
                    .toList();
            return new ConsumerView(
                    stream, config, NOW_NANOS, place, place, 0, 0, 0, 0, false, config.pauseUntil(), pins);
        }
    }

    FakeConsumers(FakeStreams streams) {
        this.streams = streams;
    }

    private Map<String, Known> of(String stream) throws ApiException {
        streams.find(stream);
        return known.computeIfAbsent(stream, made -> new TreeMap<>());
    }

    private Known find(String stream, String consumer) throws ApiException {
        Known found = of(stream).get(consumer);
        if (found == null) {
            throw ErrorCode.CONSUMER_NOT_FOUND.exception();
        }
        return found;
    }

    @Override
    public void create(Account account, ConsumerConfigReader.Asked asked, Answer<Made> answer) {
        FakeStreams.attempt(answer, () -> {
            Map<String, Known> all = of(asked.stream());
            FakeStream stream = streams.find(asked.stream());
            long created = stream.view(account, ViewRequest.PLAIN).createdNanos();
            Decision decision = ConsumerRules.decide(asked, new Around(stream.config, all, created));
            ConsumerConfig config = decision.config();
            Known before = all.get(config.name());
            long next = before != null
                    ? before.nextSeq
                    : config.start().policy() == DeliverPolicy.BY_START_SEQUENCE
                            ? config.start().seq()
                            : 1;
            Known after = new Known(config, next);
            all.put(config.name(), after);
            return new Made(after.view(asked.stream()), decision.isNew());
        });
    }

    private final class Around implements ConsumerRules.Surroundings {
        private final StreamConfig stream;
        private final Map<String, Known> all;
        private final long createdNanos;

        Around(StreamConfig stream, Map<String, Known> all, long createdNanos) {
            this.stream = stream;
            this.all = all;
            this.createdNanos = createdNanos;
        }

        @Override
        public StreamConfig stream() {
            return stream;
        }

        @Override
        public Limits limits() {
            return LIMITS;
        }

        @Override
        public Iterable<ConsumerConfig> consumers() {
            return all.values().stream().map(Known::config).toList();
        }

        @Override
        public int countedConsumers() {
            return (int) all.values().stream()
                    .filter(each -> each.config.isCounted())
                    .count();
        }

        @Override
        public @Nullable ConsumerConfig find(String name) {
            Known found = all.get(name);
            return found == null ? null : found.config;
        }

        @Override
        public boolean hasInterest(String subject) {
            return false;
        }

        @Override
        public String newName() {
            return "name000" + ++names;
        }

        @Override
        public String identity() {
            return ConsumerRules.identity(createdNanos);
        }
    }

    @Override
    public void delete(Account account, String stream, String consumer, Answer<ConsumerConfig> answer) {
        FakeStreams.attempt(answer, () -> {
            Known gone = find(stream, consumer);
            of(stream).remove(consumer);
            return gone.config;
        });
    }

    @Override
    public void view(Account account, String stream, String consumer, Answer<ConsumerView> answer) {
        FakeStreams.attempt(answer, () -> find(stream, consumer).view(stream));
    }

    @Override
    public void list(Account account, String stream, Answer<List<ConsumerView>> answer) {
        FakeStreams.attempt(
                answer,
                () -> of(stream).values().stream()
                        .map(each -> each.view(stream))
                        .toList());
    }

    @Override
    public void pause(
            Account account, String stream, String consumer, @Nullable Instant until, Answer<ConsumerView> answer) {
        FakeStreams.attempt(answer, () -> {
            Known before = find(stream, consumer);
            Known after = new Known(ConsumerRules.paused(before.config, until), before.nextSeq);
            of(stream).put(consumer, after);
            return after.view(stream);
        });
    }

    @Override
    public void reset(Account account, String stream, String consumer, long seq, Answer<ConsumerView> answer) {
        FakeStreams.attempt(answer, () -> {
            Known before = find(stream, consumer);
            ConsumerRules.checkReset(before.config, seq, time -> 0);
            Known after = new Known(before.config, seq == 0 ? before.nextSeq : seq);
            of(stream).put(consumer, after);
            return after.view(stream);
        });
    }

    @Override
    public void unpin(Account account, String stream, String consumer, String group, Answer<ConsumerView> answer) {
        FakeStreams.attempt(answer, () -> {
            Known found = find(stream, consumer);
            ConsumerRules.checkGroup(found.config, group);
            return found.view(stream);
        });
    }
}

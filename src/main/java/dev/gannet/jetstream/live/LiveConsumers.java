package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.base.Clock;
import dev.gannet.interest.Matches;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.consumer.ConsumerChecks;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigJson;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerRules;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.delivery.Senders;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of all streams.
 *
 * <p><b>Owner:</b> the stream loop; every method of {@link Consumers} is for any thread.
 */
final class LiveConsumers implements Consumers {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int NAME_LENGTH = 8;

    private final Desk desk;
    private final StreamRules rules;
    private final LongSupplier chance;
    private final Clock clock;

    LiveConsumers(Desk desk, StreamRules rules, LongSupplier chance, Clock clock) {
        this.desk = desk;
        this.rules = rules;
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public void create(Account account, ConsumerConfigReader.Asked asked, Answer<Made> answer) {
        desk.change(answer, () -> {
            Desk.Place place = desk.get(account, asked.stream());
            ConsumerRules.Decision decision =
                    ConsumerRules.decide(asked, new Around(place.stream(), account, rules.consumerLimits(account)));
            Consumer known = place.stream().consumers().find(decision.config().name());
            if (known == null) {
                begin(place, decision.config(), answer);
            } else if (decision.isNothing()) {
                desk.changed();
                desk.run(answer, () -> answer.done(new Made(view(place, known), false)));
            } else if (decision.isReset()) {
                renew(place, known, decision.config(), answer);
            } else {
                update(place, known, decision.config(), made(answer));
            }
        });
    }

    private static Answer<ConsumerView> made(Answer<Made> answer) {
        return new Answer<>() {
            @Override
            public void done(ConsumerView view) {
                answer.done(new Made(view, false));
            }

            @Override
            public void failed(ApiError error) {
                answer.failed(error);
            }
        };
    }

    private void begin(Desk.Place place, ConsumerConfig config, Answer<Made> answer) {
        int id = place.stream().consumers().nextId();
        Change create = new Change.CreateConsumer(now(), place.stream().id(), id, config.name(), json(config));
        desk.propose(place.live(), create, answer, applied -> new Made(view(place, consumerOf(applied)), true));
    }

    /** It begins anew with other settings; who asks is told where, before anything is sent (CO-185). */
    private void renew(Desk.Place place, Consumer consumer, ConsumerConfig config, Answer<Made> answer) {
        Change update = new Change.UpdateConsumer(now(), place.stream().id(), consumer.id(), json(config));
        place.live().propose(update, changed -> {
            if (changed.error() != null) {
                desk.changed();
                answer.failed(changed.error());
                return;
            }
            Change reset = reset(place.stream(), consumer, 0);
            desk.propose(place.live(), reset, answer, applied -> new Made(view(place, consumerOf(applied)), false));
        });
    }

    private void update(Desk.Place place, Consumer consumer, ConsumerConfig config, Answer<ConsumerView> answer) {
        Change update = new Change.UpdateConsumer(now(), place.stream().id(), consumer.id(), json(config));
        desk.propose(place.live(), update, answer, applied -> view(place, consumerOf(applied)));
    }

    private static byte[] json(ConsumerConfig config) {
        return ConsumerConfigJson.write(config).getBytes(UTF_8);
    }

    private static Consumer consumerOf(Shard.Applied applied) {
        Consumer consumer = applied.consumer();
        if (consumer == null) {
            throw new IllegalStateException("applied: no consumer (expected: the one that was changed)");
        }
        return consumer;
    }

    private long now() {
        return Intake.nanos(clock.instant());
    }

    private static Consumer get(Desk.Place place, String name) throws ApiException {
        Consumer consumer = place.stream().consumers().find(name);
        if (consumer == null) {
            throw ErrorCode.CONSUMER_NOT_FOUND.exception();
        }
        return consumer;
    }

    @Override
    public void delete(Account account, String stream, String consumer, Answer<ConsumerConfig> answer) {
        desk.change(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Consumer known = get(place, consumer);
            Change delete = new Change.DeleteConsumer(now(), place.stream().id(), known.id());
            desk.propose(place.live(), delete, answer, applied -> known.config());
        });
    }

    @Override
    public void view(Account account, String stream, String consumer, Answer<ConsumerView> answer) {
        desk.askSettled(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            answer.done(view(place, get(place, consumer)));
        });
    }

    @Override
    public void list(Account account, String stream, Answer<List<ConsumerView>> answer) {
        desk.askSettled(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            List<ConsumerView> views = new ArrayList<>();
            for (Consumer consumer : place.stream().consumers().all()) {
                views.add(view(place, consumer));
            }
            answer.done(views);
        });
    }

    private ConsumerView view(Desk.Place place, Consumer consumer) {
        ConsumerState state = consumer.state();
        Senders.View sending = place.live().senders().view(place.stream(), consumer);
        Instant until = consumer.config().pauseUntil();
        return new ConsumerView(
                place.stream().config().name(),
                consumer.config(),
                consumer.createdNanos(),
                new ConsumerView.Place(state.sentConsumerSeq(), state.sentStreamSeq(), state.sentNanos()),
                new ConsumerView.Place(
                        state.floorConsumerSeq(),
                        Math.min(state.floorStreamSeq(), state.sentStreamSeq()),
                        state.ackedNanos()),
                state.pending(),
                consumer.config().acking().maxDeliver() == 1 ? 0 : state.redelivered(),
                sending.waiting(),
                sending.pending(),
                sending.isBound(),
                until != null && until.isAfter(clock.instant()) ? until : null,
                sending.pins());
    }

    @Override
    public void pause(
            Account account, String stream, String consumer, @Nullable Instant until, Answer<ConsumerView> answer) {
        desk.change(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Consumer known = get(place, consumer);
            update(place, known, ConsumerRules.paused(known.config(), until), answer);
        });
    }

    @Override
    public void reset(Account account, String stream, String consumer, long seq, Answer<ConsumerView> answer) {
        desk.change(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Consumer known = get(place, consumer);
            ConsumerRules.checkReset(
                    known.config(), seq, time -> place.stream().store().seqAt(Intake.nanos(time)));
            Change reset = reset(place.stream(), known, seq);
            desk.propose(place.live(), reset, answer, applied -> view(place, consumerOf(applied)));
        });
    }

    private Change reset(Stream stream, Consumer consumer, long seq) {
        long first = seq == 0 ? consumer.state().floorStreamSeq() + 1 : seq;
        return new Change.ResetConsumer(now(), stream.id(), consumer.id(), first);
    }

    @Override
    public void unpin(Account account, String stream, String consumer, String group, Answer<ConsumerView> answer) {
        desk.ask(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Consumer known = get(place, consumer);
            ConsumerRules.checkGroup(known.config(), group);
            place.live().senders().unpin(place.stream(), known, group);
            answer.done(view(place, known));
        });
    }

    /** Ends a consumer that nobody has used for as long as it may be unused. */
    void end(LiveShard live, Stream stream, Consumer consumer) {
        if (stream.consumers().find(consumer.id()) == consumer) {
            live.propose(new Change.DeleteConsumer(now(), stream.id(), consumer.id()), applied -> {});
        }
    }

    /** A stream as the rules see it. */
    private final class Around implements ConsumerRules.Surroundings {
        private final Stream stream;
        private final Account account;
        private final ConsumerChecks.Limits limits;

        Around(Stream stream, Account account, ConsumerChecks.Limits limits) {
            this.stream = stream;
            this.account = account;
            this.limits = limits;
        }

        @Override
        public StreamConfig stream() {
            return stream.config();
        }

        @Override
        public ConsumerChecks.Limits limits() {
            return limits;
        }

        @Override
        public Iterable<ConsumerConfig> consumers() {
            return stream.consumers().configs();
        }

        @Override
        public int countedConsumers() {
            return stream.consumers().counted();
        }

        @Override
        public @Nullable ConsumerConfig find(String name) {
            Consumer consumer = stream.consumers().find(name);
            return consumer == null ? null : consumer.config();
        }

        @Override
        public boolean hasInterest(String subject) {
            byte[] bytes = subject.getBytes(ISO_8859_1);
            Matches matches = new Matches();
            account.interest().match(bytes, 0, bytes.length, matches);
            return !matches.isEmpty();
        }

        @Override
        public String newName() {
            StringBuilder name = new StringBuilder(NAME_LENGTH);
            long left = chance.getAsLong() >>> 1;
            for (int i = 0; i < NAME_LENGTH; i++) {
                name.append(DIGITS.charAt((int) (left % DIGITS.length())));
                left /= DIGITS.length();
            }
            return name.toString();
        }

        @Override
        public String identity() {
            return ConsumerRules.identity(stream.createdNanos());
        }
    }
}

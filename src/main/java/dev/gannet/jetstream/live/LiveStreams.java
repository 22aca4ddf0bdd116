package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.base.Clock;
import dev.gannet.jetstream.AccountTotals;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.PurgeRequest;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.StorageType;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerRules;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.Retrieval;
import dev.gannet.jetstream.loop.StreamLoop;
import dev.gannet.jetstream.loop.Wanted;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.NotInMemoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The streams of all shards. What makes, changes or ends a stream is done one after the other, so that each is checked
 * against what the ones before have left.
 *
 * <p><b>Owner:</b> the stream loop; every method of {@link Streams} is for any thread.
 */
final class LiveStreams implements Streams {
    private static final int WAITING_MAX = 10_000;

    private final StreamLoop loop;
    private final LiveShard disk;
    private final LiveShard memory;
    private final StreamRules rules;
    private final Executor readers;
    private final Clock clock;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean isChanging;

    LiveStreams(LiveShard disk, LiveShard memory, StreamRules rules, Executor readers, Clock clock) {
        this.loop = disk.loop();
        this.disk = disk;
        this.memory = memory;
        this.rules = rules;
        this.readers = readers;
        this.clock = clock;
    }

    private static final class Place {
        private final LiveShard live;
        private final Stream stream;

        Place(LiveShard live, Stream stream) {
            this.live = live;
            this.stream = stream;
        }
    }

    private @Nullable Place find(Account account, String name) {
        Stream onDisk = disk.shard().find(account.name(), name);
        if (onDisk != null) {
            return new Place(disk, onDisk);
        }
        Stream inMemory = memory.shard().find(account.name(), name);
        return inMemory == null ? null : new Place(memory, inMemory);
    }

    private Place get(Account account, String name) throws ApiException {
        Place place = find(account, name);
        if (place == null) {
            throw ErrorCode.STREAM_NOT_FOUND.exception();
        }
        return place;
    }

    /** Asks or changes something on the stream loop. */
    private interface Action {
        void run() throws ApiException;
    }

    private <T> void ask(Answer<T> answer, Action action) {
        loop.post(() -> run(answer, action));
    }

    /** Asks when all is in the streams that was published before. */
    private <T> void askSettled(Answer<T> answer, Action action) {
        loop.post(() -> settled(() -> run(answer, action)));
    }

    private void settled(Runnable task) {
        disk.settling().then(() -> memory.settling().then(task));
    }

    /** Runs an action, which changes nothing before it has all that it needs; what it misses is fetched first. */
    private <T> void run(Answer<T> answer, Action action) {
        try {
            action.run();
        } catch (ApiException e) {
            answer.failed(e.error());
        } catch (NotInMemoryException e) {
            disk.fetches().fetch(e.fetch(), failure -> {
                if (failure == null) {
                    run(answer, action);
                } else {
                    answer.failed(ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(failure.getMessage())));
                }
            });
        }
    }

    /** Runs an action that makes, changes or ends a stream, when those before it are done; it ends with {@link #changed}. */
    private <T> void change(Answer<T> answer, Action action) {
        loop.post(() -> {
            if (waiting.size() >= WAITING_MAX) {
                answer.failed(ErrorCode.INSUFFICIENT_RESOURCES.error());
                return;
            }
            waiting.add(() -> {
                try {
                    action.run();
                } catch (ApiException e) {
                    answer.failed(e.error());
                    changed();
                } catch (RuntimeException e) {
                    changed(); // Whoever fails must not hold up the others.
                    throw e;
                }
            });
            next();
        });
    }

    private void next() {
        if (!isChanging) {
            Runnable action = waiting.poll();
            if (action != null) {
                isChanging = true;
                action.run();
            }
        }
    }

    private void changed() {
        isChanging = false;
        if (!waiting.isEmpty()) {
            loop.post(this::next);
        }
    }

    /** Proposes a change, and tells what came of it. */
    private <T> void propose(LiveShard live, Change change, Answer<T> answer, Result<T> result) {
        live.propose(change, applied -> {
            changed();
            tell(applied, answer, result);
        });
    }

    private interface Result<T> {
        T of(Shard.Applied applied);
    }

    private <T> void tell(Shard.Applied applied, Answer<T> answer, Result<T> result) {
        if (applied.error() != null) {
            answer.failed(applied.error());
        } else {
            run(answer, () -> answer.done(result.of(applied)));
        }
    }

    private static Stream streamOf(Shard.Applied applied) {
        Stream stream = applied.stream();
        if (stream == null) {
            throw new IllegalStateException("applied: no stream (expected: the one that was changed)");
        }
        return stream;
    }

    private long now() {
        return Intake.nanos(clock.instant());
    }

    @Override
    public void create(Account account, StreamConfigReader.Asked asked, Answer<Made> answer) {
        change(answer, () -> {
            StreamConfig config = rules.create(account, asked);
            Place existing = find(account, config.name());
            if (existing != null) {
                if (!rules.isSame(config, existing.stream.config())) {
                    throw ErrorCode.STREAM_NAME_EXIST.exception();
                }
                changed();
                run(answer, () -> answer.done(new Made(view(existing.live, existing.stream), false)));
                return;
            }
            List<StreamConfig> others = configs(account);
            rules.admit(account, config, others, true);
            LiveShard live = config.storage().type() == StorageType.MEMORY ? memory : disk;
            int id = live.shard().nextId();
            prepare(live, id, answer, () -> {
                Change create = new Change.Create(
                        now(), id, account.name(), rules.json(config).getBytes(UTF_8));
                propose(live, create, answer, applied -> new Made(view(live, streamOf(applied)), true));
            });
        });
    }

    /** Makes the directory, on a thread that may wait. */
    private <T> void prepare(LiveShard live, int id, Answer<T> answer, Runnable then) {
        live.fetches().fetch(() -> live.shard().prepare(id), failure -> {
            if (failure == null) {
                then.run();
            } else {
                changed();
                answer.failed(ErrorCode.STREAM_CREATE.error("no directory for it: " + failure.getMessage()));
            }
        });
    }

    private static StreamView view(LiveShard live, Stream stream) {
        return Views.of(stream, ViewRequest.PLAIN, live.problem(stream));
    }

    @Override
    public void update(Account account, StreamConfigReader.Asked asked, Answer<StreamView> answer) {
        change(answer, () -> {
            Place place = find(account, asked.config().name());
            if (place == null) {
                throw ErrorCode.STREAM_NOT_FOUND.exception();
            }
            StreamConfig before = place.stream.config();
            StreamConfig config = rules.update(account, before, asked);
            List<StreamConfig> others = configs(account);
            others.remove(before);
            rules.admit(account, config, others, false);
            ConsumerRules.checkStream(
                    before,
                    config,
                    place.stream.consumers().all().stream()
                            .map(Consumer::config)
                            .toList());
            Change update = new Change.Update(
                    now(), place.stream.id(), rules.json(config).getBytes(UTF_8));
            propose(place.live, update, answer, applied -> view(place.live, streamOf(applied)));
        });
    }

    private List<StreamConfig> configs(Account account) {
        List<StreamConfig> configs = new ArrayList<>();
        streams(account).forEach(stream -> configs.add(stream.config()));
        return configs;
    }

    private List<Stream> streams(Account account) {
        List<Stream> streams = disk.shard().streams(account.name());
        List<Stream> inMemory = memory.shard().streams(account.name());
        if (inMemory.isEmpty()) {
            return streams;
        }
        List<Stream> all = new ArrayList<>(streams);
        all.addAll(inMemory);
        all.sort(Comparator.comparing(stream -> stream.config().name()));
        return all;
    }

    @Override
    public void delete(Account account, String stream, Answer<StreamConfig> answer) {
        change(answer, () -> {
            Place place = get(account, stream);
            Change delete = new Change.Delete(now(), place.stream.id());
            propose(place.live, delete, answer, applied -> streamOf(applied).config());
        });
    }

    @Override
    public void purge(Account account, String stream, PurgeRequest request, Answer<Long> answer) {
        ask(answer, () -> {
            Place place = get(account, stream);
            Change purge = new Change.Purge(now(), place.stream.id(), request.filter(), request.seq(), request.keep());
            place.live.propose(purge, applied -> tell(applied, answer, Shard.Applied::count));
        });
    }

    @Override
    public void deleteMessage(Account account, String stream, long seq, boolean erase, Answer<StreamConfig> answer) {
        ask(answer, () -> {
            Place place = get(account, stream);
            Change remove = new Change.Remove(now(), place.stream.id(), seq, erase);
            place.live.propose(
                    remove,
                    applied -> tell(applied, answer, one -> streamOf(one).config()));
        });
    }

    @Override
    public void view(Account account, String stream, ViewRequest request, Answer<StreamView> answer) {
        askSettled(answer, () -> {
            Place place = get(account, stream);
            answer.done(Views.of(place.stream, request, place.live.problem(place.stream)));
        });
    }

    @Override
    public void list(Account account, Answer<List<StreamView>> answer) {
        List<StreamView> views = new ArrayList<>(); // Those that are seen when something has to be fetched stay so.
        askSettled(answer, () -> {
            List<Stream> streams = streams(account);
            while (views.size() < streams.size()) {
                Stream stream = streams.get(views.size());
                views.add(view(disk.shard().find(stream.id()) == stream ? disk : memory, stream));
            }
            answer.done(List.copyOf(views));
        });
    }

    @Override
    public void totals(Account account, Answer<AccountTotals> answer) {
        askSettled(answer, () -> {
            long reservedMemory = reserved(memory.shard().streams(account.name()));
            long reservedStorage = reserved(disk.shard().streams(account.name()));
            answer.done(new AccountTotals(
                    memory.shard().usedBytes(account.name()),
                    disk.shard().usedBytes(account.name()),
                    reservedMemory,
                    reservedStorage,
                    streams(account).size(),
                    streams(account).stream()
                            .mapToInt(stream -> stream.consumers().size())
                            .sum()));
        });
    }

    private static long reserved(List<Stream> streams) {
        return streams.stream()
                .mapToLong(stream -> Math.max(0, stream.config().limits().maxBytes()))
                .sum();
    }

    /** Direct requests promise less: they are answered from what is there. */
    @Override
    public void get(Account account, String stream, GetRequest request, MessageAnswer answer) {
        Runnable found = () -> find(account, stream, request, answer);
        loop.post(request.isDirect() ? found : () -> settled(found));
    }

    private void find(Account account, String stream, GetRequest request, MessageAnswer answer) {
        Place place = find(account, stream);
        boolean isHidden = place != null
                && request.isDirect()
                && !place.stream.config().access().allowDirect();
        if (place == null || isHidden) {
            answer.failed(ErrorCode.STREAM_NOT_FOUND.error());
            return;
        }
        new Retrieval(new Wanted(place.stream, request), place.live.loop(), place.live.fetches(), readers, answer)
                .proceed();
    }
}

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
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.RecentBlocks;
import dev.gannet.jetstream.loop.Retrieval;
import dev.gannet.jetstream.loop.StreamLoop;
import dev.gannet.jetstream.loop.Wanted;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The streams of all shards. What makes, changes or ends a stream is done one after the other, so that each is checked
 * against what the ones before have left.
 *
 * <p><b>Owner:</b> the stream loop; every method of {@link Streams} is for any thread.
 */
final class LiveStreams implements Streams {
    /** What was read a while ago is kept up to this, and up to this part of the heap. */
    private static final long RECENT_BYTES_MAX = 32 << 20;

    private static final int RECENT_SHARE = 16;

    private final Desk desk;
    private final StreamLoop loop;
    private final LiveShard disk;
    private final LiveShard memory;
    private final StreamRules rules;
    private final Executor readers;
    private final RecentBlocks recent =
            new RecentBlocks(Math.min(RECENT_BYTES_MAX, Runtime.getRuntime().maxMemory() / RECENT_SHARE));
    private final Clock clock;

    LiveStreams(Desk desk, StreamRules rules, Executor readers, Clock clock) {
        this.desk = desk;
        this.disk = desk.disk();
        this.memory = desk.memory();
        this.loop = disk.loop();
        this.rules = rules;
        this.readers = readers;
        this.clock = clock;
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
        desk.change(answer, () -> {
            StreamConfig config = rules.create(account, asked);
            Desk.Place existing = desk.find(account, config.name());
            if (existing != null) {
                if (!rules.isSame(config, existing.stream().config())) {
                    throw ErrorCode.STREAM_NAME_EXIST.exception();
                }
                desk.changed();
                desk.run(answer, () -> answer.done(new Made(view(existing.live(), existing.stream()), false)));
                return;
            }
            List<StreamConfig> others = configs(account);
            rules.admit(account, config, others, true);
            LiveShard live = config.storage().type() == StorageType.MEMORY ? memory : disk;
            int id = live.shard().nextId();
            prepare(live, id, answer, () -> {
                Change create = new Change.Create(
                        now(), id, account.name(), rules.json(config).getBytes(UTF_8));
                desk.propose(live, create, answer, applied -> new Made(view(live, streamOf(applied)), true));
            });
        });
    }

    /** Makes the directory, on a thread that may wait. */
    private <T> void prepare(LiveShard live, int id, Answer<T> answer, Runnable then) {
        live.fetches().fetch(() -> live.shard().prepare(id), failure -> {
            if (failure == null) {
                then.run();
            } else {
                desk.changed();
                answer.failed(ErrorCode.STREAM_CREATE.error("no directory for it: " + failure.getMessage()));
            }
        });
    }

    private static StreamView view(LiveShard live, Stream stream) {
        return Views.of(stream, ViewRequest.PLAIN, live.problem(stream));
    }

    @Override
    public void update(Account account, StreamConfigReader.Asked asked, Answer<StreamView> answer) {
        desk.change(answer, () -> {
            Desk.Place place = desk.find(account, asked.config().name());
            if (place == null) {
                throw ErrorCode.STREAM_NOT_FOUND.exception();
            }
            StreamConfig before = place.stream().config();
            StreamConfig config = rules.update(account, before, asked);
            ConsumerRules.checkStream(before, config, place.stream().consumers().configs());
            List<StreamConfig> others = configs(account);
            others.remove(before);
            rules.admit(account, config, others, false);
            Change update = new Change.Update(
                    now(), place.stream().id(), rules.json(config).getBytes(UTF_8));
            desk.propose(place.live(), update, answer, applied -> view(place.live(), streamOf(applied)));
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
        desk.change(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Change delete = new Change.Delete(now(), place.stream().id());
            desk.propose(
                    place.live(), delete, answer, applied -> streamOf(applied).config());
        });
    }

    @Override
    public void purge(Account account, String stream, PurgeRequest request, Answer<Long> answer) {
        desk.ask(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Change purge =
                    new Change.Purge(now(), place.stream().id(), request.filter(), request.seq(), request.keep());
            place.live().propose(purge, applied -> desk.tell(applied, answer, Shard.Applied::count));
        });
    }

    @Override
    public void deleteMessage(Account account, String stream, long seq, boolean erase, Answer<StreamConfig> answer) {
        desk.ask(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Change remove = new Change.Remove(now(), place.stream().id(), seq, erase);
            place.live()
                    .propose(
                            remove,
                            applied -> desk.tell(
                                    applied, answer, one -> streamOf(one).config()));
        });
    }

    @Override
    public void view(Account account, String stream, ViewRequest request, Answer<StreamView> answer) {
        desk.askSettled(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            answer.done(Views.of(place.stream(), request, place.live().problem(place.stream())));
        });
    }

    @Override
    public void list(Account account, Answer<List<StreamView>> answer) {
        List<StreamView> views = new ArrayList<>(); // Those that are seen when something has to be fetched stay so.
        desk.askSettled(answer, () -> {
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
        desk.askSettled(answer, () -> {
            long reservedMemory = reserved(memory.shard().streams(account.name()));
            long reservedStorage = reserved(disk.shard().streams(account.name()));
            answer.done(new AccountTotals(
                    memory.shard().usedBytes(account.name()),
                    disk.shard().usedBytes(account.name()),
                    reservedMemory,
                    reservedStorage,
                    streams(account).size(),
                    streams(account).stream()
                            .mapToInt(stream -> stream.consumers().counted())
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
        if (request.isDirect() && request.isShort()) {
            loop.doOrPost(found);
        } else {
            loop.post(request.isDirect() ? found : () -> desk.settled(found));
        }
    }

    private void find(Account account, String stream, GetRequest request, MessageAnswer answer) {
        Desk.Place place = desk.find(account, stream);
        boolean isHidden = place != null
                && request.isDirect()
                && !place.stream().config().access().allowDirect();
        if (place == null || isHidden) {
            answer.failed(ErrorCode.STREAM_NOT_FOUND.error());
            return;
        }
        LiveShard live = place.live();
        Retrieval.Means means = new Retrieval.Means(live.loop(), live.fetches(), readers, recent, live.serverLog());
        new Retrieval(new Wanted(place.stream(), request), means, answer).proceed();
    }
}

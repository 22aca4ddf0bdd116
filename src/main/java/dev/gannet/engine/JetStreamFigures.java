package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.jetstream.AccountTotals;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Tails;
import dev.gannet.jetstream.api.ApiCounters;
import dev.gannet.jetstream.api.ConsumerJson;
import dev.gannet.jetstream.api.JetStreamApi;
import dev.gannet.jetstream.api.JetStreamApi.Assets;
import dev.gannet.jetstream.config.StorageType;
import dev.gannet.jetstream.config.StreamConfigJson;
import dev.gannet.jetstream.config.consumer.ConsumerConfigJson;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.monitor.jetstream.ConsumerSnapshot;
import dev.gannet.monitor.jetstream.DeliveryTotals;
import dev.gannet.monitor.jetstream.FollowedStream;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.JournalHistograms;
import dev.gannet.monitor.jetstream.JournalSnapshot;
import dev.gannet.monitor.jetstream.StorageFaults;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams as the monitoring sees them: it asks as everybody does, and waits a little for the answer. If there is none
 * in time, nothing is known, which is not the same as that there is nothing. Any thread but for loops.
 */
final class JetStreamFigures implements JetStreamView {
    private static final long WAIT_MILLIS_MAX = 2_000;
    private static final AccountTotals NO_TOTALS = new AccountTotals(0, 0, 0, 0, 0, 0);

    /** How well what streams are stored on does. Any thread, at once. */
    interface Store {
        JournalSnapshot journal();

        JournalHistograms histograms();

        DeliveryTotals deliveries();

        /** Returns what went wrong with files. */
        StorageFaults faults();

        /** Returns why nothing can be stored now, or null. */
        @Nullable
        String problem();

        /** Returns a number that grows whenever a stream is made, changed or removed. */
        long changes();
    }

    private final ServerContext context;
    private final JetStreamHost host;
    private final JetStreamAccounts accounts;
    private final Assets assets;
    private final JetStreamApi api;
    private final Store store;
    private final Tails tails;

    /** What it needs of the server. */
    record Parts(ServerContext context, JetStreamHost host, JetStreamAccounts accounts, Tails tails) {}

    JetStreamFigures(Parts parts, Assets assets, JetStreamApi api, Store store) {
        this.context = parts.context;
        this.host = parts.host;
        this.accounts = parts.accounts;
        this.tails = parts.tails;
        this.assets = assets;
        this.api = api;
        this.store = store;
    }

    @Override
    public Bounds bounds() {
        return new Bounds(
                host.memoryBytesMax(),
                host.storeBytesMax(),
                host.directory().path().toString());
    }

    /** Asks for all at once, and then waits for all. */
    @Override
    public StreamUsage usage() {
        List<CompletableFuture<AccountTotals>> asked = accounts.enabled().stream()
                .map(account ->
                        ask((Answer<AccountTotals> answer) -> assets.streams().totals(account, answer)))
                .toList();
        long memory = 0;
        long stored = 0;
        long reservedMemory = 0;
        long reservedStore = 0;
        for (CompletableFuture<AccountTotals> each : asked) {
            AccountTotals totals = orNothing(await(each));
            memory += totals.memory();
            stored += totals.storage();
            reservedMemory += totals.reservedMemory();
            reservedStore += totals.reservedStorage();
        }
        ApiCounters counters = api.counters();
        return new StreamUsage(memory, stored, reservedMemory, reservedStore, counters.total(), counters.errors());
    }

    @Override
    public List<String> accounts() {
        return accounts.enabled().stream().map(Account::name).toList();
    }

    @Override
    public @Nullable StreamUsage usage(String name) {
        Account account = context.accounts().find(name);
        AccountJetStreamConfig limits = account == null ? null : accounts.limits(account);
        if (account == null || limits == null) {
            return null;
        }
        AccountTotals totals = orNothing(
                await(ask((Answer<AccountTotals> answer) -> assets.streams().totals(account, answer))));
        ApiCounters counters = api.counters(account);
        return new StreamUsage(
                totals.memory(),
                totals.storage(),
                limits.maxMemoryBytes(),
                limits.maxStoreBytes(),
                counters == null ? 0 : counters.total(),
                counters == null ? 0 : counters.errors());
    }

    @Override
    public @Nullable List<StreamSnapshot> streams(String name) {
        Account account = context.accounts().find(name);
        if (account == null || accounts.limits(account) == null) {
            return List.of();
        }
        @Nullable
        List<StreamView> views =
                await(ask((Answer<List<StreamView>> answer) -> assets.streams().list(account, answer)));
        return views == null
                ? null
                : views.stream().map(JetStreamFigures::snapshot).toList();
    }

    @Override
    public @Nullable List<ConsumerSnapshot> consumers(String name, String stream, boolean withConfig) {
        Account account = context.accounts().find(name);
        if (account == null || accounts.limits(account) == null) {
            return List.of();
        }
        Instant now = context.clock().instant();
        List<ConsumerView> views = await(
                ask((Answer<List<ConsumerView>> answer) -> assets.consumers().list(account, stream, orNone(answer))));
        if (views == null) {
            return null;
        }
        return views.stream()
                .map(view ->
                        snapshot(view, withConfig ? ConsumerJson.listed(view, now) : ConsumerJson.plain(view, now)))
                .toList();
    }

    /** A stream that has gone meanwhile has none. */
    private static <T> Answer<List<T>> orNone(Answer<List<T>> answer) {
        return new Answer<>() {
            @Override
            public void done(List<T> value) {
                answer.done(value);
            }

            @Override
            public void failed(ApiError error) {
                answer.done(List.of());
            }
        };
    }

    private static ConsumerSnapshot snapshot(ConsumerView view, String json) {
        return new ConsumerSnapshot(
                view.config().name(),
                time(view.createdNanos()),
                !view.config().durable().isEmpty(),
                !view.config().isShown(),
                view.config().description(),
                ConsumerConfigJson.write(view.config()),
                json,
                place(view.delivered()),
                place(view.ackFloor()),
                view.ackPending(),
                view.redelivered(),
                view.waiting(),
                view.pending());
    }

    private static ConsumerSnapshot.Place place(ConsumerView.Place place) {
        return new ConsumerSnapshot.Place(place.streamSeq(), place.consumerSeq());
    }

    private static StreamSnapshot snapshot(StreamView view) {
        StreamView.State state = view.state();
        return new StreamSnapshot(
                view.config().name(),
                time(view.createdNanos()),
                StreamConfigJson.write(view.config()),
                view.config().storage().type() == StorageType.MEMORY,
                view.config().limits().maxMessages(),
                view.config().limits().maxBytes(),
                view.config().metadata(),
                new StreamSnapshot.State(
                        state.messages(),
                        state.bytes(),
                        state.firstSeq(),
                        time(state.firstTimeNanos()),
                        state.lastSeq(),
                        time(state.lastTimeNanos()),
                        state.subjects(),
                        state.deleted(),
                        state.consumers()),
                view.problem());
    }

    private static Instant time(long nanos) {
        return nanos == 0 ? StreamSnapshot.NEVER : Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public @Nullable FollowedStream follow(String name, String stream) {
        Account account = context.accounts().find(name);
        if (account == null || accounts.limits(account) == null) {
            return null;
        }
        try {
            return new FollowedTail(
                    FollowedTail.await((Answer<Tails.Tail> answer) -> tails.follow(account, stream, answer)));
        } catch (FollowedTail.RefusedException e) {
            return null; // It has gone meanwhile.
        }
    }

    @Override
    public JournalSnapshot journal() {
        return store.journal();
    }

    @Override
    public JournalHistograms histograms() {
        return store.histograms();
    }

    @Override
    public DeliveryTotals deliveries() {
        return store.deliveries();
    }

    @Override
    public StorageFaults faults() {
        return store.faults();
    }

    @Override
    public long changes() {
        return store.changes();
    }

    @Override
    public @Nullable String problem() {
        return store.problem();
    }

    private static <T> CompletableFuture<T> ask(Consumer<Answer<T>> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        question.accept(new Answer<>() {
            @Override
            public void done(T value) {
                future.complete(value);
            }

            @Override
            public void failed(ApiError error) {
                future.completeExceptionally(new IllegalStateException(error.toString()));
            }
        });
        return future;
    }

    private static AccountTotals orNothing(@Nullable AccountTotals totals) {
        return totals == null ? NO_TOTALS : totals;
    }

    /** Returns the answer; null if there is none in time. */
    private static <T> @Nullable T await(CompletableFuture<T> answer) {
        try {
            return answer.get(WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null; // It ends, or has more to do than to be looked at.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

package dev.gannet.net;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.gannet.account.Account;
import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.PendingBudget;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.routing.Router;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of a server and what they listen on.
 *
 * <p><b>Owner:</b> the thread that starts and stops the server.
 */
@Singleton
public final class EventLoops {
    private static final long STOP_MILLIS_MAX = 5000;

    private final ServerConfig config;
    private final ServerLog log;
    private final ThreadFactory threads;
    private final Clock clock;
    private final Chance chance;
    private final WaitingMemory memory = WaitingMemory.ofJvm();
    private final PendingBudget pendingBudget = new PendingBudget(memory.pendingBytesMax());
    private final List<Thread> running = new ArrayList<>();
    private final AtomicReference<@Nullable TlsContext> tls = new AtomicReference<>();
    private final TlsTasks tlsTasks;
    private EventLoop[] loops = {};
    private @Nullable Listener clientListener;
    private final AtomicReferenceArray<@Nullable Guest> guests = new AtomicReferenceArray<>(Seat.values().length);
    private volatile long writeDeadlineNanos;

    /**
     * @param threads makes the loops' threads
     */
    @Inject
    public EventLoops(ServerConfig config, ServerLog log, ThreadFactory threads, Clock clock, Chance chance) {
        this.config = config;
        this.writeDeadlineNanos = config.keepAlive().writeDeadline().toNanos();
        this.log = log;
        this.threads = threads;
        this.clock = clock;
        this.chance = chance;
        this.tlsTasks = new TlsTasks(threads);
    }

    /** Whose loops route messages beside the event loops: one of each, when it is there. */
    public enum Seat {
        STREAMS(0),
        IN_PROCESS(1);

        private final int place;

        Seat(int place) {
            this.place = place;
        }
    }

    /**
     * A loop that is not of these and routes messages all the same.
     *
     * @param post runs something there soon
     */
    private record Guest(LoopContext context, Consumer<Runnable> post) {}

    /** Sets the certificates and rules of connections to come; those that are there keep theirs. Any thread. */
    public void tls(@Nullable TlsContext current) {
        tls.set(current);
    }

    /** Returns what {@link #tls(TlsContext)} was given last. */
    public @Nullable TlsContext tls() {
        return tls.get();
    }

    /** Starts the loops, half as many as there are processors (at least one): the other half is for their clients. */
    public void start(int count) throws IOException {
        EventLoop[] started = new EventLoop[count];
        boolean spins = Runtime.getRuntime().availableProcessors() > 1;
        for (int i = 0; i < count; i++) {
            InputBuffers buffers = new InputBuffers(memory.inputBytesMax() / count);
            started[i] = new EventLoop(context(i), log, buffers, spins);
        }
        loops = started;
        for (EventLoop loop : started) {
            Thread thread = threads.newThread(loop);
            running.add(thread);
            thread.start();
        }
    }

    private LoopContext context(int loop) {
        boolean drops = config.protocol().noFastProducerStall();
        // A subject is part of a line, so no subject is longer than a line.
        int subjectLengthMax = config.limits().maxControlLineBytes();
        Staging staging = new Staging(loop);
        return new LoopContext(staging, new Router(staging, subjectLengthMax, drops, chance.nextSeed()));
    }

    /**
     * Has one more loop route messages, behind the event loops in {@link #count}. The one that had the seat before, if any,
     * must have ended.
     *
     * @param post runs something on that loop soon; for any thread
     * @return what it routes with; it is that loop's own
     */
    public LoopContext join(Seat seat, Consumer<Runnable> post) {
        LoopContext context = context(loops.length + seat.place);
        guests.set(seat.place, new Guest(context, post));
        return context;
    }

    /**
     * Listens for clients.
     *
     * @param peers makes the peer that serves a new connection; called on its event loop
     * @return the port, which the system chose if {@code address} has port zero
     */
    public int listen(InetSocketAddress address, Function<Transport, Peer> peers) throws IOException {
        TransportSettings settings = new TransportSettings(
                count(),
                config.limits().maxPendingBytes(),
                pendingBudget,
                () -> writeDeadlineNanos,
                new TransportSettings.Encryption(tls, tlsTasks));
        Listener listener = new Listener(loops, address, settings, peers, log);
        clientListener = listener;
        CompletableFuture<Integer> opened = new CompletableFuture<>();
        loops[0].execute(() -> {
            try {
                listener.open();
                opened.complete(listener.port());
            } catch (IOException e) {
                opened.completeExceptionally(e);
            }
        });
        return await(opened);
    }

    private static int await(CompletableFuture<Integer> opened) throws IOException {
        try {
            return opened.get(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("listener: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("listener: interrupted", e);
        }
    }

    /** Returns what bounds all that waits for clients. */
    public PendingBudget pendingBudget() {
        return pendingBudget;
    }

    /** Takes over other settings, for connections that are there too. */
    public void reload(ServerConfig next) {
        writeDeadlineNanos = next.keepAlive().writeDeadline().toNanos();
        int subjectLengthMax = next.limits().maxControlLineBytes();
        boolean drops = next.protocol().noFastProducerStall();
        for (EventLoop loop : loops) {
            loop.execute(() -> loop.context().router().reload(subjectLengthMax, drops));
        }
        for (int i = 0; i < guests.length(); i++) {
            Guest present = guests.get(i);
            if (present != null) {
                present.post().accept(() -> present.context().router().reload(subjectLengthMax, drops));
            }
        }
    }

    /** Takes no new connections and frees the port. */
    public void stopListening() {
        Listener listener = clientListener;
        clientListener = null;
        if (listener != null) {
            CompletableFuture<Integer> done = new CompletableFuture<>();
            loops[0].execute(() -> {
                listener.close();
                done.complete(0);
            });
            try {
                await(done);
            } catch (IOException e) {
                log.error(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Runs {@code action} on the first loop after a while. */
    public void schedule(long delayNanos, Runnable action) {
        loops[0].execute(
                () -> loops[0].context().timers().set(TimerQueue.Timer.of(action), clock.nanoTime() + delayNanos));
    }

    /** Runs something on a loop in a turn to come, with what routes the loop's messages. Any thread. */
    public void post(int loop, Consumer<Router> task) {
        run(loop, context -> task.accept(context.router()));
    }

    /** Returns whether a loop waits for something to do, and will see what is posted at once. Any thread. */
    public boolean isPolling(int loop) {
        return loop < loops.length && loops[loop].isPolling();
    }

    /** Returns whether a loop waits for something to do, and takes a while to wake up. Any thread. */
    public boolean isAsleep(int loop) {
        return loop < loops.length && loops[loop].isAsleep();
    }

    private void run(int loop, Consumer<LoopContext> task) {
        if (loop < loops.length) {
            EventLoop target = loops[loop];
            target.post(() -> task.accept(target.context()));
        } else {
            Guest target = guests.get(loop - loops.length);
            if (target != null) {
                target.post().accept(() -> task.accept(target.context()));
            }
        }
    }

    /** Runs something on a loop at the end of each of its turns from now on. Any thread. */
    public void atTurnEnd(int loop, Runnable action) {
        run(loop, context -> context.atTurnEnd(action));
    }

    /** Does not run something any more at the end of the turns of a loop. Any thread. */
    public void notAtTurnEnd(int loop, Runnable action) {
        run(loop, context -> context.notAtTurnEnd(action));
    }

    /** Waits until each event loop has ended a turn that has not begun yet; not called on one. */
    public void awaitTurns() {
        Guest inProcess = guests.get(Seat.IN_PROCESS.place);
        CountDownLatch waiting = new CountDownLatch(loops.length + (inProcess == null ? 0 : 1));
        for (EventLoop loop : loops) {
            loop.post(
                    () -> loop.post(waiting::countDown)); // The second one is done in a turn behind that of the first.
        }
        if (inProcess != null) {
            inProcess.post().accept(() -> {
                inProcess.context().endTurn();
                inProcess.context().staging().flushAll();
                waiting.countDown();
            });
        }
        try {
            if (!waiting.await(STOP_MILLIS_MAX, MILLISECONDS)) {
                log.warn("event loops: " + waiting.getCount() + " have not ended their turn");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The loop that has joined has ended; another one may join. */
    public void leave(Seat seat) {
        guests.set(seat.place, null);
    }

    /** Slows down whose message is being delivered on a loop; called there. */
    public void slowProducer(int loop) {
        if (loop < loops.length) {
            loops[loop].context().staging().slowProducer();
            return;
        }
        Guest guest = guests.get(loop - loops.length);
        if (guest != null) {
            guest.context().staging().slowProducer();
        }
    }

    /** Publishes a message of the server's own in an account, soon, on the first loop. Any thread. */
    public void publish(Account account, ServerMessage message) {
        loops[0].post(() -> loops[0].context().router().publish(account, message));
    }

    /** Returns what is counted down when the first loop has flushed what was published before. Any thread. */
    public CountDownLatch flushed() {
        CountDownLatch flushed = new CountDownLatch(1);
        loops[0].post(() -> {
            loops[0].context().staging().flushAll();
            flushed.countDown();
        });
        return flushed;
    }

    /** Returns how many commands wait for each loop. Any thread. */
    public List<Integer> waitingCommands() {
        List<Integer> waiting = new ArrayList<>(loops.length);
        for (EventLoop loop : loops) {
            waiting.add(loop.waitingCommands());
        }
        return waiting;
    }

    /** Returns how many loops there are that may route messages: these, and those that may {@link #join}. */
    public int count() {
        return loops.length + guests.length();
    }

    /** Stops the loops and waits until their threads have ended; every socket is closed then. */
    public void stop() {
        for (EventLoop loop : loops) {
            loop.stop();
        }
        long deadline = clock.nanoTime() + MILLISECONDS.toNanos(STOP_MILLIS_MAX);
        boolean interrupted = false;
        for (Thread thread : running) {
            while (thread.isAlive() && clock.nanoTime() - deadline < 0) {
                try {
                    thread.join(100);
                } catch (InterruptedException e) {
                    interrupted = true; // The threads are on their way out all the same.
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        running.clear();
        tlsTasks.stop();
    }
}

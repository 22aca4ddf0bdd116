package dev.gannet.net;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.gannet.base.Chunk;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.connection.transport.LoopContext;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that serves its connections: it reads from those that have something, then runs commands and timers, then
 * flushes what was staged for anybody, once a turn.
 *
 * <p>Where a turn finds nothing to do, the loop polls for up to {@value #SPIN_MICROS} microseconds before it sleeps, but
 * only while that has been worth it lately: a client that waits for each answer before its next request then never
 * waits for a thread to wake up, and an idle server uses no time.
 *
 * <p><b>Owner:</b> its thread; {@link #execute} and {@link #stop} are called by any.
 */
final class EventLoop implements Runnable, Consumer<SelectionKey> {
    private static final int SPIN_MICROS = 50;
    private static final long SPIN_NANOS = MICROSECONDS.toNanos(SPIN_MICROS);
    private static final int SPIN_SCORE_MAX = 8;
    private static final int SPIN_PROBE_MASK = 63; // Once in so many turns it is tried whether spinning is worth it.

    /** Most bytes that one read takes. */
    static final int READ_BYTES = 256 * 1024;

    /** How much is read at a time of whoever is not to have more waiting. */
    static final int READ_LITTLE_BYTES = 8 * 1024;

    /** Up to this much unfinished input is put in front of the next read; more is read in a buffer of its own. */
    static final int CARRIED_BYTES_MAX = 64 * 1024;

    private final LoopContext context;
    private final ServerLog log;
    private final boolean spins;
    private final Selector selector;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Chunk readBuffer = Chunk.allocate(READ_BYTES + CARRIED_BYTES_MAX);
    private final InputBuffers inputBuffers;
    private @Nullable Chunk discardBuffer;
    private @Nullable Chunk cipherBuffer;
    private volatile @Nullable Thread thread;
    private volatile boolean sleeping;
    private volatile boolean polling;
    private volatile boolean stopped;
    private final Runnable endTurn;
    private boolean clockStale;
    private int spinScore;
    private int spinProbe;

    /**
     * @param spins whether to poll for a moment before sleeping
     */
    EventLoop(LoopContext context, ServerLog log, InputBuffers inputBuffers, boolean spins) throws IOException {
        this.context = context;
        this.log = log;
        this.inputBuffers = inputBuffers;
        this.spins = spins;
        this.endTurn = context::endTurn;
        this.selector = Selector.open();
    }

    LoopContext context() {
        return context;
    }

    Chunk readBuffer() {
        return readBuffer;
    }

    InputBuffers inputBuffers() {
        return inputBuffers;
    }

    /** Returns a buffer for bytes that nobody wants. */
    Chunk discardBuffer() {
        if (discardBuffer == null) {
            discardBuffer = Chunk.allocate(CARRIED_BYTES_MAX);
        }
        return discardBuffer;
    }

    /** Returns the buffer that encrypted input is read into; it is decrypted at once. */
    Chunk cipherBuffer() {
        if (cipherBuffer == null) {
            cipherBuffer = Chunk.allocate(READ_BYTES + CARRIED_BYTES_MAX);
        }
        return cipherBuffer;
    }

    SelectionKey register(SelectableChannel channel, int operations, Object attachment) throws IOException {
        return channel.register(selector, operations, attachment);
    }

    /** Runs {@code command} on the loop: at once if called there, else in its next turn. */
    void execute(Runnable command) {
        if (Thread.currentThread() == thread) {
            command.run();
            return;
        }
        post(command);
    }

    /** Returns how many commands wait. Any thread. */
    int waitingCommands() {
        return commands.size();
    }

    /** Returns whether it looks for something to do all the time. Any thread. */
    boolean isPolling() {
        return polling;
    }

    /** Returns whether it has gone to sleep until there is something to do. Any thread. */
    boolean isAsleep() {
        return sleeping;
    }

    /** Runs {@code command} in a turn to come, never at once: what runs now may be in the middle of a message. */
    void post(Runnable command) {
        commands.add(command);
        if (sleeping) {
            selector.wakeup();
        }
    }

    /** Ends the loop after its current turn. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        context.start(System.nanoTime());
        try {
            while (!stopped) {
                turn();
            }
        } catch (IOException e) {
            log.fatal("event loop " + context.staging().loop() + " failed: " + e);
        } finally {
            finish();
        }
    }

    private void turn() throws IOException {
        clockStale = true;
        select();
        lookAtClock();
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            guarded(command);
        }
        if (context.timers().nextNanos() - context.nowNanos() <= 0) {
            guarded(() -> context.timers().run(context.nowNanos()));
        }
        guarded(endTurn);
        context.staging().flushAll();
    }

    /** Time passes while the loop waits: it looks at the clock once a turn, before the first thing that happens in it. */
    private void lookAtClock() {
        if (clockStale) {
            clockStale = false;
            context.now(System.nanoTime());
        }
    }

    /** What fails for one connection must not stop the others. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            log.error("event loop " + context.staging().loop() + ": " + describe(e));
        }
    }

    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private void select() throws IOException {
        if (spins && isSpinWorthIt() && spin()) {
            return;
        }
        long next = context.timers().nextNanos();
        sleeping = true;
        try {
            if (!commands.isEmpty() || stopped) {
                selector.selectNow(this);
            } else if (next == TimerQueue.NEVER) {
                selector.select(this);
            } else {
                long nanos = next - System.nanoTime();
                if (nanos <= 0) {
                    selector.selectNow(this);
                } else {
                    // One more than the whole milliseconds, so as not to wake up just before the time.
                    selector.select(this, NANOSECONDS.toMillis(nanos) + 1);
                }
            }
        } finally {
            sleeping = false;
        }
    }

    private boolean isSpinWorthIt() {
        return spinScore > 0 || (++spinProbe & SPIN_PROBE_MASK) == 0;
    }

    private boolean spin() throws IOException {
        long end = System.nanoTime() + SPIN_NANOS;
        boolean found;
        polling = true;
        do {
            found = selector.selectNow(this) > 0 || !commands.isEmpty();
            if (!found) {
                Thread.onSpinWait();
            }
        } while (!found && System.nanoTime() - end < 0);
        polling = false;
        if (found) {
            spinScore = Math.min(SPIN_SCORE_MAX, spinScore + 1);
        } else if (spinScore > 0) {
            spinScore--;
        }
        return found;
    }

    @Override
    public void accept(SelectionKey key) {
        lookAtClock();
        Object attachment = key.attachment();
        try {
            if (attachment instanceof SocketTransport transport) {
                transport.ready(key.readyOps());
            } else if (attachment instanceof Listener listener) {
                listener.ready();
            }
        } catch (CancelledKeyException e) {
            // It was closed while its turn was coming: there is nothing to do for it any more.
            log.debug("event loop " + context.staging().loop() + ": a closed connection was ready");
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            log.error("event loop " + context.staging().loop() + ": " + describe(e));
            if (attachment instanceof SocketTransport transport) {
                transport.abort();
            }
        }
    }

    /** Ends who has kept the server waiting for the rest of a long message the longest. */
    void giveUp(SocketTransport oldest) {
        log.error(oldest.remoteHost() + ":" + oldest.remotePort() + " - unfinished messages take more than "
                + inputBuffers.heldBytesMax() + " bytes, the oldest one is given up");
        oldest.abort();
    }

    /** Closing is the end in any case; that it failed is of interest to nobody but a debugger. */
    void closeFailed(IOException e) {
        log.debug("event loop " + context.staging().loop() + ": close: " + e);
    }

    /** The other side is gone, mostly; of interest to a debugger too. */
    void readFailed(IOException e) {
        log.debug("event loop " + context.staging().loop() + ": read: " + e);
    }

    private void finish() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            guarded(command);
        }
        context.staging().flushAll();
        for (SelectionKey key : selector.keys()) {
            close(key.channel());
        }
        try {
            selector.selectNow(); // Frees the descriptors of what was closed.
            selector.close();
        } catch (IOException e) {
            log.error("event loop " + context.staging().loop() + ": selector: " + e);
        }
    }

    private void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            closeFailed(e);
        }
    }
}

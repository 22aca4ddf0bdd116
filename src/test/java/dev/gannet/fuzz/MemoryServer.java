package dev.gannet.fuzz;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Chunk;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.connection.login.Logins;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.routing.Router;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The server behind the sockets: everything from the parser to the outboxes, on one loop that is turned by hand and by
 * a clock that is turned by hand. The same input gives the same output, byte for byte.
 *
 * <p><b>Owner:</b> the test's thread.
 */
public final class MemoryServer implements Clock {
    private static final int READ_BYTES = 1 << 18;

    private final LoopContext loop;
    private final ServerContext context;
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final Queue<Runnable> logins = new ArrayDeque<>();

    /** What the last reads left stands behind the bytes of the next one, as in the server. */
    final Chunk readBuffer;

    private long nanos = TimeUnit.SECONDS.toNanos(1);

    public MemoryServer(ServerConfig config, ServerLog log) {
        this(config, log, READ_BYTES);
    }

    /** {@code readBytes} is how much a connection may send at once. */
    public MemoryServer(ServerConfig config, ServerLog log, int readBytes) {
        this.readBuffer = Chunk.allocate(readBytes);
        Staging staging = new Staging(0);
        this.loop = new LoopContext(staging, new Router(staging, config.limits().maxControlLineBytes(), false, 1));
        this.context = new ServerContext(
                config,
                new Logins(
                        new Accounts(config, new SplittableRandom(1)::nextLong),
                        new Authenticator(config.authorization(), config.accounts()),
                        logins::add),
                log,
                this);
        boolean open = context.logins().authenticator().admitsAnyone();
        int payloadMax = config.limits().maxPayloadBytes();
        boolean headers = config.protocol().headers();
        context.info(new ServerInfo(
                "N", "fuzz", "java", "127.0.0.1", 4222, headers, !open, payloadMax, List.of(), false, "X"));
        loop.now(nanos);
    }

    LoopContext loop() {
        return loop;
    }

    public ServerContext context() {
        return context;
    }

    long pendingMax() {
        return context.config().limits().maxPendingBytes();
    }

    public MemoryConnection connect() {
        MemoryConnection connection = new MemoryConnection(this);
        connection.open(new Client(context, connection));
        return connection;
    }

    /** Puts other settings in force, for those who are there as well. */
    public void reload(ServerConfig next) {
        Authenticator before = context.reload(next);
        context.clients().open().forEach(client -> client.control().reload(before, this::turn));
        turn();
    }

    void post(Runnable task) {
        posted.add(task);
    }

    /** Ends a turn of the loop: commands, timers, flush. */
    public void turn() {
        for (Runnable login = logins.poll(); login != null; login = logins.poll()) {
            login.run();
        }
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
            task.run();
        }
        loop.timers().run(nanos);
        loop.staging().flushAll();
    }

    public void advance(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        loop.now(nanos);
    }

    /** Says what is left of connections after the last one is gone; nothing should be. */
    public String leftovers() {
        StringBuilder left = new StringBuilder();
        note(left, "connections", context.clients().openCount());
        note(left, "timers", loop.timers().size());
        note(left, "commands", posted.size() + logins.size());
        for (Account account : context.accounts().all()) {
            note(
                    left,
                    "subscriptions of " + account.name(),
                    account.interest().sublist().size());
            note(left, "connections of " + account.name(), account.connections());
        }
        return left.toString();
    }

    private static void note(StringBuilder left, String what, long count) {
        if (count != 0) {
            left.append(what).append(": ").append(count).append(' ');
        }
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(0, nanos);
    }
}

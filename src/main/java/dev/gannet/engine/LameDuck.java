package dev.gannet.engine;

import dev.gannet.config.LameDuckConfig;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.net.EventLoops;
import dev.gannet.protocol.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Leaves politely: clients are told, given time to go by themselves, and then sent away one by one, so that they do not
 * all arrive at another server at once (CP-202..209).
 *
 * <p><b>Owner:</b> the first event loop, after {@link #begin}.
 */
final class LameDuck {
    private static final long SLOT_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;
    private final EventLoops loops;
    private final Runnable whenDone;
    private final Random random;
    private final Deque<Client> leaving = new ArrayDeque<>();
    private long slotNanos;

    /**
     * @param whenDone what follows when everybody is gone
     */
    LameDuck(ServerContext context, EventLoops loops, Runnable whenDone) {
        this.context = context;
        this.loops = loops;
        this.whenDone = whenDone;
        this.random = new Random(context.clock().nanoTime());
    }

    void begin() {
        context.info(context.info().inLameDuckMode());
        if (context.clients().openCount() == 0) {
            whenDone.run();
            return;
        }
        context.clients().open().forEach(client -> client.control().announce());
        context.clients().whenEmpty(whenDone);
        loops.schedule(settings().gracePeriod().toNanos(), this::sendAway);
    }

    private void sendAway() {
        List<Client> clients = new ArrayList<>(context.clients().open());
        if (clients.isEmpty()) {
            return;
        }
        Collections.shuffle(clients, random);
        leaving.addAll(clients);
        long time = settings().duration().minus(settings().gracePeriod()).toNanos();
        slotNanos = Math.min(SLOT_NANOS_MAX, time / clients.size());
        context.log().notice("Closing existing clients");
        next();
    }

    private void next() {
        Client client = leaving.poll();
        if (client == null) {
            context.clients().open().forEach(late -> late.end(CloseReason.SERVER_SHUTDOWN));
            return;
        }
        client.end(CloseReason.SERVER_SHUTDOWN);
        long half = slotNanos / 2;
        loops.schedule(half + (half == 0 ? 0 : random.nextLong(half)), this::next);
    }

    private LameDuckConfig settings() {
        return context.config().lameDuck();
    }
}

package dev.gannet.jetstream.live;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.DeliveryCounts;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.delivery.DeliveryHost;
import dev.gannet.jetstream.delivery.DeliveryIntakes;
import dev.gannet.jetstream.delivery.said.SubjectForms;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.jetstream.loop.StreamLoop;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.protocol.EventIds;
import dev.gannet.routing.Router;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.record.StoredBlock;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shard as those see it who send its messages.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class LiveDelivery implements DeliveryHost {
    private final LiveShard live;
    private final Parts parts;

    /**
     * What a shard itself does not have.
     *
     * @param domain empty for none
     * @param inactive ends a consumer that nobody uses
     */
    record Parts(
            Function<String, @Nullable Account> accounts,
            Executor readers,
            StreamRules.Settings settings,
            String domain,
            Advisories advisories,
            EventIds ids,
            DeliveryCounts counts,
            BiConsumer<Stream, Consumer> inactive) {}

    LiveDelivery(LiveShard live, Parts parts) {
        this.live = live;
        this.parts = parts;
    }

    /** The loops that clients are on, as those take from them what they say. */
    static DeliveryIntakes.Loops loops(LoopAccess access, StreamLoop loop) {
        return new DeliveryIntakes.Loops() {
            @Override
            public int count() {
                return access.count();
            }

            @Override
            public void atTurnEnd(int eventLoop, Runnable action) {
                access.atTurnEnd(eventLoop, action);
            }

            @Override
            public void slowProducer(int eventLoop) {
                access.slowProducer(eventLoop);
            }

            @Override
            public void hand(Runnable task, boolean isShort) {
                if (isShort) {
                    loop.doOrPost(task);
                } else {
                    loop.post(task);
                }
            }
        };
    }

    @Override
    public TimerQueue timers() {
        return live.loop().timers();
    }

    @Override
    public DeliveryCounts counts() {
        return parts.counts();
    }

    @Override
    public Router router() {
        return live.loop().router();
    }

    @Override
    public long nowNanos() {
        return live.clock().nanoTime();
    }

    @Override
    public long timeNanos() {
        return Intake.nanos(live.clock().instant());
    }

    @Override
    public ServerLog log() {
        return live.serverLog();
    }

    @Override
    public Advisories advisories() {
        return parts.advisories();
    }

    @Override
    public @Nullable Account account(String name) {
        return parts.accounts().apply(name);
    }

    @Override
    public long payloadBytesMax() {
        return parts.settings().payloadBytesMax();
    }

    @Override
    public SubjectForms forms(String account) {
        return SubjectForms.of(parts.domain(), account, parts.settings().writesLongSubjects());
    }

    @Override
    public String newId() {
        return parts.ids().next();
    }

    @Override
    public void post(Runnable task) {
        live.loop().post(task);
    }

    @Override
    public void read(StoredBlock block, Runnable then) {
        try {
            parts.readers().execute(() -> {
                block.load();
                live.loop().post(then);
            });
        } catch (RejectedExecutionException e) {
            block.refuse(e);
            live.loop().post(then);
        }
    }

    @Override
    public void fetch(Fetch fetch, Then then) {
        live.fetches().fetch(fetch, then::fetched);
    }

    @Override
    public void confirm(Stream stream, Runnable whenLasting) {
        live.progress().confirm(stream, whenLasting);
    }

    @Override
    public void inactive(Stream stream, Consumer consumer) {
        parts.inactive().accept(stream, consumer);
    }
}
